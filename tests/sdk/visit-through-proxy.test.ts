/** A whole visit through `frontendApiProxy`: the server is on another port, and the browser meets the app's origin alone. */
import { clerkMiddleware, getAuth, requireAuth } from '@frontdesk/express'
import express from 'express'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createFrontdesk } from '../../packages/server/src/server.js'
import { type FreshDatabase, freshDatabase } from '../environment/database.js'
import { type Listening, listening } from '../environment/listening.js'
import { createVisitor } from './visitor.js'

let database: FreshDatabase
let desk: ReturnType<typeof createFrontdesk>
let origin: string
let servers: Listening[]

beforeAll(async () => {
  database = await freshDatabase('sqlite')
  desk = createFrontdesk({ databaseUrl: database.url, environment: 'development', trustedProxies: 1, log: () => {} })
  const { publishableKey, secretKey } = (await desk.ready()).keys
  const upstream = await listening(desk.listener)

  const app = express()
  app.use(express.json(), express.urlencoded()) // before the proxy, as many apps have them
  const options = { publishableKey, secretKey: secretKey.reveal(), apiUrl: `${upstream.origin}/__clerk/api`, signInUrl: '/in' }
  app.use(clerkMiddleware({ ...options, frontendApiProxy: { enabled: true } }))
  app.get('/me', requireAuth(options), (req, res) => void res.json({ userId: getAuth(req).userId }))
  app.get('/in', (_req, res) => void res.send('sign in here'))
  servers = [upstream, await listening(app)]
  origin = servers[1]!.origin
})
afterAll(async () => {
  await Promise.all(servers.map(({ close }) => close()))
  await desk.close()
  await database.drop()
})

test('people sign up, come back with a stale cookie, and sign out under the origin of the app', async () => {
  const visitor = createVisitor(origin)
  await visitor.signUp()
  const names = [...visitor.cookies.keys()]
  const client = expect.stringMatching(/^__client_[\w-]{8}$/)
  expect(names).toEqual(expect.arrayContaining([client, '__session', '__client_uat'])) // each of several Set-Cookie headers
  const { userId } = (await (await visitor.get('/me')).json()) as { userId: string }
  expect(userId).toMatch(/^user_/)

  for (const name of names.filter((cookie) => /^__(session|refresh)/.test(cookie))) visitor.cookies.delete(name)
  const stale = await visitor.get('/me', { accept: 'text/html' })
  expect([stale.status, stale.headers.get('location')]).toEqual([
    307,
    expect.stringContaining(`${origin}/__clerk/v1/client/handshake?`),
  ])
  expect(await (await visitor.follow(stale)).json()).toEqual({ userId })

  await visitor.call('/client/sessions?_method=DELETE', {})
  const signedOut = await visitor.get('/me')
  expect([signedOut.status, signedOut.headers.get('location')]).toEqual([302, '/in'])
})

test('a page of another origin gets nowhere through the proxy, though the server sees only the proxy', async () => {
  const foreign = await fetch(`${origin}/__clerk/v1/client/sign_ins`, {
    method: 'POST',
    headers: { origin: 'https://evil.example', 'content-type': 'application/x-www-form-urlencoded' },
    body: 'identifier=jane%40example.com',
  })
  expect(foreign.status).toBe(400)
  expect(await foreign.json()).toMatchObject({ errors: [{ code: 'origin_invalid' }] })
})

test('the proxy lends nobody the secret key that it sends along', async () => {
  const stranger = await fetch(`${origin}/__clerk/api/v1/users`)
  expect(stranger.status).toBe(401)
})
