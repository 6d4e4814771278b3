import * as backend from '@clerk/backend'
import * as errors from '@clerk/backend/errors'
import * as jwt from '@clerk/backend/jwt'
import * as older from '@clerk/clerk-sdk-node'
import * as sdk from '@clerk/express'
import * as webhooks from '@clerk/express/webhooks'
import plugin from 'depends-on-clerk'
import express from 'express'
import * as embedding from 'frontdesk/express'
import { visit } from './visit.cjs'

await visit({ express, sdk, backend, errors, jwt, older, webhooks, plugin, embedding })
