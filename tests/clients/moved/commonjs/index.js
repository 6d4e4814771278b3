require('dotenv').config()
const express = require('express')
const { ClerkExpressRequireAuth, ClerkExpressWithAuth, clerkClient, createClerkClient } = require('@clerk/clerk-sdk-node')
const { requireUser } = require('./middleware/user')

const app = express()
const clerk = createClerkClient({ secretKey: process.env.CLERK_SECRET_KEY })

app.get('/', ClerkExpressWithAuth(), (req, res) => {
  res.json({ userId: req.auth.userId, claims: req.auth.claims?.sub ?? null })
})

app.get('/protected', ClerkExpressRequireAuth(), (req, res) => {
  res.json(req.auth.sessionClaims.sub)
})

app.get('/user', ClerkExpressRequireAuth(), requireUser, (req, res) => {
  res.json({ email: req.user.emailAddresses[0].emailAddress })
})

app.get('/verify', async (req, res) => {
  const claims = await clerkClient.verifyToken(req.headers.authorization.split(' ')[1])
  res.json(claims.sub)
})

app.get('/users', ClerkExpressRequireAuth(), async (_req, res) => {
  const { data, totalCount } = await clerk.users.getUserList({ limit: 10 })
  res.json({ totalCount, ids: data.map((user) => user.id) })
})

app.use((err, _req, res, _next) => {
  console.error(err.stack)
  res.status(401).send('Unauthenticated!')
})

app.listen(process.env.PORT || 3000)
