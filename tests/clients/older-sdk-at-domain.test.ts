/** The published `@clerk/clerk-sdk-node` 4 and 5, unmodified and told the API's address, at a server with a domain that begins with `clerk.`. */
import { createRequire } from 'node:module'
import express, { type RequestHandler } from 'express'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createClerkClient } from '../../packages/backend/src/index.js'
import { createFrontdesk, type OwnFrontdesk } from '../../packages/server/src/server.js'
import { type Listening, listening } from '../environment/listening.js'

/** As far as it is used here; the types of both differ in details. */
interface Sdk {
  createClerkClient(options: object): {
    expressRequireAuth(): RequestHandler
    verifyToken(token: string): Promise<{ sub: string }>
  }
}

const require = createRequire(import.meta.url)
vi.spyOn(console, 'warn').mockImplementation(() => {}) // both majors say that they are of the past

let frontdesk: OwnFrontdesk
let server: Listening
let options: { publishableKey: string; secretKey: string; apiUrl: string }
let userId: string
let token: string

beforeAll(async () => {
  frontdesk = createFrontdesk({
    databaseUrl: 'sqlite::memory:',
    environment: 'development',
    domain: 'clerk.example.com',
    publicUrl: 'https://app.example.com',
    log: () => {},
  })
  const { keys } = await frontdesk.ready()
  server = await listening(frontdesk.listener)
  const { publishableKey, secretKey } = keys
  options = { publishableKey, secretKey: secretKey.reveal(), apiUrl: `${server.origin}/__clerk/api` }
  const desk = createClerkClient(options)
  const password = 'correct horse battery staple'
  userId = (await desk.users.createUser({ emailAddress: ['jane@example.com'], password })).id
  const { id } = await desk.sessions.createSession({ userId })
  token = (await desk.sessions.getToken(id)).jwt
})
afterAll(async () => {
  await server?.close()
  await frontdesk?.close()
  vi.restoreAllMocks()
})

test.each([4, 5])('@clerk/clerk-sdk-node %i knows who is signed in at a domain that begins with clerk.', async (major) => {
  const client = (require(`clerk-sdk-node-${major}`) as Sdk).createClerkClient(options)
  expect(await client.verifyToken(token)).toMatchObject({ sub: userId, iss: 'https://clerk.example.com' })
  const app = express().use(client.expressRequireAuth())
  app.get('/', (request, response) => void response.json((request as unknown as { auth: { userId: string } }).auth.userId))
  const { origin, close } = await listening(app)
  const answer = await fetch(`${origin}/`, { headers: { authorization: `Bearer ${token}` } })
  expect([answer.status, await answer.json()]).toEqual([200, userId])
  await close()
})
