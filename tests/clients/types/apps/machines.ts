/** Routes for people, for machines, and for both. */
import { clerkMiddleware, getAuth } from '@clerk/express'
import express from 'express'

const app = express()
app.use(clerkMiddleware())

app.get('/key', (req, res) => {
  const auth = getAuth(req, { acceptsToken: 'api_key' })
  if (!auth.isAuthenticated) {
    res.sendStatus(401)
    return
  }
  const subject: string = auth.subject
  const scopes: string[] = auth.scopes
  res.json({ subject, scopes, name: auth.name, user: auth.userId, organization: auth.orgId })
})

app.get('/either', (req, res) => {
  const auth = getAuth(req, { acceptsToken: ['session_token', 'oauth_token'] })
  if (auth.tokenType === 'session_token') res.json({ user: auth.userId, claims: auth.sessionClaims })
  else if (auth.tokenType === 'oauth_token') res.json({ user: auth.userId, client: auth.clientId, scopes: auth.scopes })
  else res.sendStatus(401)
})

app.get('/machine', async (req, res) => {
  const auth = getAuth(req, { acceptsToken: 'm2m_token' })
  if (!auth.isAuthenticated) {
    res.sendStatus(401)
    return
  }
  const machine: string = auth.machineId
  const token: string = await auth.getToken()
  res.json({ machine, length: token.length, id: auth.id })
})

app.get('/any', (req, res) => {
  const auth = getAuth(req, { acceptsToken: 'any' })
  switch (auth.tokenType) {
    case 'session_token':
      res.json({ user: auth.userId, isAdmin: auth.has({ role: 'org:admin' }) })
      break
    case 'api_key':
    case 'm2m_token':
    case 'oauth_token':
      res.json({ kind: auth.tokenType, subject: auth.subject })
      break
    default:
      res.sendStatus(401)
  }
})
