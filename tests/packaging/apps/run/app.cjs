const express = require('express')
const { frontdesk } = require('frontdesk/express')
const sdk = require('@frontdesk/express')
const { visit } = require('./visit.cjs')

void visit(express, sdk, frontdesk, (name) => require(name))
