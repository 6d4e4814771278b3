import express5, { type Express, type NextFunction, type Request, type Response } from 'express'
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { listening } from '../../../tests/environment/listening.js'
import { desk, liveKey, pem, token } from '../../backend/src/testing/desk.js'
import * as sdk from './index.js'

// Express 4 under another name: its own types are those of Express 5 as far as these apps use them.
const { default: express4 } = (await import('express-4' as string)) as { default: typeof express5 }

const handle = Symbol.for('frontdesk.embedded')
beforeEach(() => void Object.assign(globalThis, { [handle]: desk({ 'GET /users': { body: [] } }) }))
afterEach(() => {
  Reflect.deleteProperty(globalThis, handle)
  vi.restoreAllMocks()
})

async function ask(app: Express, headers: Record<string, string> = {}) {
  const { origin, close } = await listening(app)
  onTestFinished(close)
  const answer = await fetch(`${origin}/`, { headers, redirect: 'manual' })
  return { status: answer.status, text: await answer.text(), reason: answer.headers.get('x-clerk-auth-reason') }
}
const bearer = { authorization: `Bearer ${token()}` }
const show = (request: Request, response: Response) => void response.json((request as sdk.WithAuthProp<Request>).auth)

describe.each([
  ['Express 4', express4],
  ['Express 5', express5],
])('the middlewares of the older SDK in %s', (_name, express) => {
  test('ClerkExpressWithAuth() puts an object on the request, and finds the embedded server by itself', async () => {
    const app = express().use(sdk.ClerkExpressWithAuth()).get('/', show)
    const signedIn = await ask(app, bearer)
    expect(JSON.parse(signedIn.text)).toMatchObject({
      userId: 'user_1',
      claims: { sub: 'user_1' },
      sessionClaims: { sub: 'user_1' },
    })
    const signedOut = await ask(app)
    expect(JSON.parse(signedOut.text)).toMatchObject({ userId: null, sessionId: null, claims: null })
    expect(signedOut.reason).toBe('session-token-and-uat-missing')
  })

  test('ClerkExpressRequireAuth() tells of strangers by an error, which Express answers with 401', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {})
    const app = express().use(sdk.ClerkExpressRequireAuth()).get('/', show)
    expect((await ask(app, bearer)).status).toBe(200)
    expect(await ask(app)).toMatchObject({ status: 401, text: expect.stringContaining('Unauthenticated') })
    const own = express().use(sdk.ClerkExpressRequireAuth())
    own.use((error: Error, _q: Request, response: Response, _n: NextFunction) => void response.status(403).send(error.message))
    expect(await ask(own)).toMatchObject({ status: 403, text: 'Unauthenticated' })
  })

  test('both in one app decide each by itself, without a warning', async () => {
    const warn = vi.spyOn(console, 'warn')
    const app = express().use(sdk.ClerkExpressWithAuth()).get('/', sdk.ClerkExpressRequireAuth(), show)
    expect((await ask(app, bearer)).status).toBe(200)
    expect(warn).not.toHaveBeenCalled()
  })

  test('requireAuth() and withAuth() hold a handler', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {})
    const guarded = express().get(
      '/',
      sdk.requireAuth((request, response) => response.send(request.auth.userId)),
    )
    expect(await ask(guarded, bearer)).toMatchObject({ status: 200, text: 'user_1' })
    expect((await ask(guarded)).status).toBe(401)
    const open = express().get(
      '/',
      sdk.withAuth((request, response) => response.send(String(request.auth.userId))),
    )
    expect(await ask(open)).toMatchObject({ status: 200, text: 'null' })
    const failing = express().get(
      '/',
      sdk.withAuth(() => Promise.reject(Object.assign(new Error('own'), { status: 418 }))),
    )
    expect((await ask(failing)).status).toBe(418)
  })

  test('a client of another server decides by its own keys', async () => {
    Reflect.deleteProperty(globalThis, handle)
    const client = sdk.createClerkClient({ publishableKey: liveKey, secretKey: 'sk_live_1', jwtKey: pem })
    for (const middleware of [
      client.expressWithAuth(),
      sdk.createClerkExpressWithAuth({ clerkClient: client, secretKey: '' })({ authorizedParties: [] }),
    ])
      expect(JSON.parse((await ask(express().use(middleware).get('/', show), bearer)).text)).toMatchObject({ userId: 'user_1' })
    expect(await client.verifyToken(token())).toMatchObject({ sub: 'user_1' })
  })
})

test('without keys the error says what to do, and outside of Express a handler rejects', async () => {
  Reflect.deleteProperty(globalThis, handle)
  vi.spyOn(console, 'error').mockImplementation(() => {})
  expect((await ask(express5().use(sdk.ClerkExpressWithAuth()))).text).toContain('CLERK_PUBLISHABLE_KEY')
  const headers = { host: 'app.example' }
  const request = { headers, method: 'GET', url: '/', socket: {} } as unknown as Request // as far as it is read
  const alone = sdk.requireAuth(() => 'let on', { jwtKey: pem })
  await expect(alone(request, {} as Response)).rejects.toThrow('CLERK_PUBLISHABLE_KEY')
})

test('a middleware that is mounted itself, and options that can’t be meant, throw', () => {
  const mounted = sdk.ClerkExpressRequireAuth as unknown as (...args: unknown[]) => void // as Express calls it
  expect(() => mounted({ headers: {}, method: 'GET' }, {}, () => {})).toThrow(
    'ClerkExpressRequireAuth is mounted without being called',
  )
  const wrong = { authorizedParties: 'https://app.example' } as unknown as sdk.ClerkMiddlewareOptions // as JavaScript writes it
  expect(() => sdk.ClerkExpressWithAuth(wrong)).toThrow('authorizedParties must be a list')
})

test('lists have their total, as in version 5', async () => {
  const users = { 'GET /users': { body: [] }, 'GET /users/count': { body: { object: 'total_count', total_count: 0 } } }
  Object.assign(globalThis, { [handle]: desk(users) })
  expect(await sdk.clerkClient.users.getUserList()).toEqual({ data: [], totalCount: 0 })
})
