import { createClerkClient } from '@clerk/backend'
import { clerkMiddleware, getAuth } from '@clerk/express'
import express from 'express'

const clerk = createClerkClient({ secretKey: process.env.CLERK_SECRET_KEY })
const app = express()
app.use(clerkMiddleware())

const requireRole = (role) => (req, res, next) => {
  const { userId, sessionClaims } = getAuth(req)
  if (!userId) return res.status(401).json({ error: 'Unauthorized' })
  if (sessionClaims?.metadata?.role !== role) return res.status(403).json({ error: 'Forbidden' })
  next()
}

app.get('/api/admin', requireRole('admin'), (_req, res) => res.json({ secret: 42 }))

app.get('/api/whoami', (req, res) => {
  const { sessionClaims } = getAuth(req)
  res.json({ email: sessionClaims?.email ?? null, role: sessionClaims?.metadata?.role ?? null })
})

// What an operator runs.
app.post('/internal/promote/:id', async (req, res) => {
  const user = await clerk.users.updateUserMetadata(req.params.id, { publicMetadata: { role: 'admin' } })
  res.json(user.publicMetadata)
})

app.listen(process.env.PORT || 3000)
