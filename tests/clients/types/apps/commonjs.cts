/** An app in CommonJS. */
import express = require('express')
import clerk = require('@clerk/express')
import backend = require('@clerk/backend')

const app = express()
app.use(clerk.clerkMiddleware())
app.get('/', clerk.requireAuth(), async (req, res) => {
  const { userId } = clerk.getAuth(req)
  const client: backend.ClerkClient = backend.createClerkClient({ secretKey: 'sk_test_1' })
  res.json(userId ? await client.users.getUser(userId) : null)
})
