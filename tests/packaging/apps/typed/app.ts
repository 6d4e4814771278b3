/** Exports what it makes with server and SDK, so that the compiler writes down the type of each; shows its sign-in page. */
import type { AddressInfo } from 'node:net'
import {
  authenticateRequest,
  clerkClient,
  clerkMiddleware,
  createClerkClient,
  getAuth,
  requireAuth,
  verifyToken,
} from '@frontdesk/express'
import { verifyWebhook } from '@frontdesk/express/webhooks'
import express, { type Request } from 'express'
import { createFrontdesk } from 'frontdesk'
import { frontdesk } from 'frontdesk/express'

export const middleware = frontdesk({ databaseUrl: 'sqlite::memory:', environment: 'development', log() {} })
export const { server } = middleware
export const signedIn = clerkMiddleware({ clockSkewInMs: 5_000 })
export const guard = requireAuth({ unauthenticated: 'auto' })
export const client = createClerkClient()
export const authOf = (request: Request) => getAuth(request)
export const machineOf = (request: Request) => getAuth(request, { acceptsToken: 'api_key' })
export const stateOf = (request: Request) => authenticateRequest({ clerkClient, request })
export const eventOf = (request: Request) => verifyWebhook(request)
export const people = () => clerkClient.users.getUserList({ limit: 10 })
export { createFrontdesk, verifyToken }

const app = express()
app.use(middleware)
app.use(signedIn)
app.get('/', guard, (request, response) => {
  response.json({ userId: getAuth(request).userId })
})
const listening = app.listen(0, '127.0.0.1', async () => {
  const { port } = listening.address() as AddressInfo // it listens on a port
  const { status } = await fetch(`http://127.0.0.1:${port}/sign-in`)
  console.log(`sign-in page ${status}`)
  process.exit()
})
