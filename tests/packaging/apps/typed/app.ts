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
import { createFrontdesk, type HookTransaction, Refusal } from 'frontdesk'
import { frontdesk } from 'frontdesk/express'

export const countOf = async (tx: HookTransaction) =>
  (await tx.sql<{ count: number }>`select count(*) as count from users`)[0]?.count
export const middleware = frontdesk({
  databaseUrl: 'sqlite::memory:',
  environment: 'development',
  log() {},
  on: {
    async 'user.created'({ data }, tx) {
      await tx.query('select 1', [data.email_addresses[0]?.email_address])
    },
    'user.deleted': ({ data }, tx) => countOf(tx).then((count) => [count, data.deleted]),
  },
  before: {
    signUp({ emailAddress, isFinal }) {
      if (!emailAddress) throw new Refusal('Which address?', { field: 'emailAddress' })
      return isFinal ? { publicMetadata: { plan: 'trial' } } : undefined
    },
  },
})
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
