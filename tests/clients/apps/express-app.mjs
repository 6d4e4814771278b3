/** An app on the real @clerk/express, configured by its environment alone. It prints its port when it listens. */
import { clerkClient, clerkMiddleware, getAuth, requireAuth, verifyToken } from '@clerk/express'
import express from 'express'

const app = express()
app.use(clerkMiddleware())

app.get('/whoami', (request, response) => {
  const { userId, sessionId } = getAuth(request)
  response.json({ userId, sessionId })
})

app.get('/protected', requireAuth(), (_request, response) => response.send('This is a protected route'))

/** What verifyToken makes of a token. */
app.post('/verify-token', express.json(), async (request, response) => {
  const { token, authorizedParties } = request.body
  const { CLERK_API_URL: apiUrl, CLERK_SECRET_KEY: secretKey } = process.env
  try {
    response.json({ claims: await verifyToken(token, { authorizedParties, apiUrl, secretKey }) })
  } catch (error) {
    response.json({ reason: error.reason })
  }
})

/** Calls a method of clerkClient by name, so that a test can use all of them. */
app.post('/clerk-client', express.json(), async (request, response) => {
  const { group, method, args } = request.body
  try {
    response.json({ result: (await clerkClient[group][method](...args)) ?? null })
  } catch (error) {
    response.status(error.status ?? 500).json({ code: error.errors?.[0]?.code ?? String(error) })
  }
})

const server = app.listen(Number(process.env.PORT), '127.0.0.1', () =>
  process.stdout.write(`listening on ${server.address().port}\n`),
)
