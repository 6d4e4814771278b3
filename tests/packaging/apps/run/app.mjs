import * as sdk from '@frontdesk/express'
import express from 'express'
import { frontdesk } from 'frontdesk/express'
import { visit } from './visit.cjs'

await visit(express, sdk, frontdesk, (name) => import(name))
