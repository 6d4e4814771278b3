const express = require('express')
const sdk = require('@frontdesk/express')
const embedding = require('frontdesk/express')
const { life, expectedLife } = require('../life.cjs')

test.each(['a server', 'the next one'])('%s lives in a test and is gone after it', async () => {
  expect(await life(express, sdk, embedding)).toEqual(expectedLife(expect))
})
