/// <reference types="@clerk/express/env" />
/** `req.auth` with the type that the environment file gives it. */
import { clerkMiddleware, type SessionAuthObject } from '@clerk/express'
import express from 'express'

const app = express()
app.use(clerkMiddleware())
app.get('/', (req, res) => {
  const auth = req.auth()
  if (auth.tokenType === 'session_token' && auth.userId) res.json({ id: auth.userId, organization: auth.orgId })
  else if (auth.tokenType === 'api_key') res.json({ scopes: auth.scopes })
  else res.json({ isAuthenticated: auth.isAuthenticated })
})
app.get('/pending', (req, res) => {
  const auth = req.auth({ treatPendingAsSignedOut: false }) as SessionAuthObject
  res.json({ status: auth.sessionStatus })
})
