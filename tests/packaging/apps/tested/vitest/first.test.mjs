import * as sdk from '@frontdesk/express'
import express from 'express'
import * as embedding from 'frontdesk/express'
import { expectedLife, life } from '../life.cjs'

test.each(['a server', 'the next one'])('%s lives in a test and is gone after it', async () => {
  expect(await life(express, sdk, embedding)).toEqual(expectedLife(expect))
})
