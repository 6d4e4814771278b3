import type {
  AcceptsToken,
  AuthenticatedMachineObject,
  AuthObject,
  InvalidTokenAuthObject,
  MachineAuthObject,
  SessionAuthObject,
} from '@frontdesk/backend'
import express, { type NextFunction, type Request, type Response } from 'express'
import { afterAll, describe, expect, expectTypeOf, onTestFinished, test, vi } from 'vitest'
import { listening } from '../../../tests/environment/listening.js'
import { desk, spoil, token } from '../../backend/src/testing/desk.js'
import { clerkMiddleware, getAuth, requireAuth } from './index.js'

const handle = Symbol.for('frontdesk.embedded')
const server = desk({
  'POST /__clerk/api/api_keys/verify': {
    body: { id: 'ak_0f', subject: 'user_1', name: 'CI', scopes: ['read'], claims: null, revoked: false, expired: false },
  },
})

const app = express()
app.use((request: Request, _: Response, next: NextFunction) => {
  Object.assign(request, { [handle]: server })
  next()
})
app.get('/protected', requireAuth({ unauthenticated: '401' }), (_, response) => void response.send('protected'))
app.use(clerkMiddleware({ acceptsToken: 'session_token' })) // of no effect, as with Clerk's: it takes any kind
app.get('/protected-later', requireAuth({ unauthenticated: '401' }), (_, response) => void response.send('protected'))
app.get('/members', (request, response) => {
  response.json({ userId: request.auth.userId, tokenType: request.auth().tokenType, itself: request.auth })
})
app.get('/', (request, response) => {
  const acceptsToken = JSON.parse(String(request.query.accepts ?? 'null')) ?? undefined
  const auth: AuthObject = getAuth(request, { acceptsToken })
  response.json(auth)
})

const { origin, close } = await listening(app)
afterAll(close)

const get = (path: string, bearer?: string) => {
  const headers = { connection: 'close', ...(bearer && { authorization: `Bearer ${bearer}` }) }
  return fetch(`${origin}${path}`, { headers })
}
const authFor = async (accepted: AcceptsToken | 'misspelt' | undefined, bearer?: string) =>
  (await get(accepted ? `/?accepts=${encodeURIComponent(JSON.stringify(accepted))}` : '/', bearer)).json()

describe('getAuth() for an API key', () => {
  test.each<[AcceptsToken | undefined, object]>([
    ['api_key', { tokenType: 'api_key', isAuthenticated: true, userId: 'user_1', name: 'CI', scopes: ['read'] }],
    ['any', { tokenType: 'api_key', isAuthenticated: true, id: 'ak_0f' }],
    [['session_token', 'api_key'], { tokenType: 'api_key', isAuthenticated: true, id: 'ak_0f' }],
    [undefined, { tokenType: 'session_token', isAuthenticated: false, userId: null, sessionId: null }],
    ['session_token', { tokenType: 'session_token', isAuthenticated: false, userId: null }],
    ['m2m_token', { tokenType: 'm2m_token', isAuthenticated: false, machineId: null }],
    ['oauth_token', { tokenType: 'oauth_token', isAuthenticated: false, userId: null }],
    [['session_token', 'm2m_token'], { tokenType: null, isAuthenticated: false }],
  ])('getAuth() for an API key where %j is accepted', async (accepted, expected) => {
    expect(await authFor(accepted, 'ak_secret')).toMatchObject(expected)
  })
})

describe('getAuth() for a session', () => {
  test.each<[AcceptsToken | 'misspelt' | undefined, object]>([
    [undefined, { tokenType: 'session_token', isAuthenticated: true, userId: 'user_1' }],
    [['api_key', 'session_token'], { tokenType: 'session_token', isAuthenticated: true, userId: 'user_1' }],
    ['any', { tokenType: 'session_token', isAuthenticated: true, userId: 'user_1' }],
    ['api_key', { tokenType: 'api_key', isAuthenticated: false, userId: null }],
    [['api_key'], { tokenType: null, isAuthenticated: false }],
    ['misspelt', { tokenType: 'session_token', isAuthenticated: false, userId: null }],
  ])('getAuth() for a session where %j is accepted', async (accepted, expected) => {
    expect(await authFor(accepted, token())).toMatchObject(expected)
  })
})

test('nobody at all is signed out, as the kind that is asked for', async () => {
  expect(await authFor(undefined)).toMatchObject({ tokenType: 'session_token', isAuthenticated: false })
  expect(await authFor('api_key')).toMatchObject({ tokenType: 'api_key', isAuthenticated: false })
  expect(await authFor(['session_token', 'api_key'])).toMatchObject({ tokenType: 'session_token', isAuthenticated: false })
})

test('an API key does not open what requireAuth() guards', async () => {
  for (const path of ['/protected', '/protected-later']) {
    expect((await get(path, 'ak_secret')).status).toBe(401)
    expect(await (await get(path, token())).text()).toBe('protected')
  }
})

test('req.auth has no members of a machine’s; called, it answers as Clerk’s does', async () => {
  const members = await (await get('/members', 'ak_secret')).json()
  expect(members).toMatchObject({ userId: null, tokenType: 'api_key', itself: { tokenType: 'session_token', userId: null } })
})

test('an option of getAuth() that nobody knows is told once', () => {
  const lines: string[] = []
  const logged = vi.spyOn(console, 'warn').mockImplementation((line: string) => void lines.push(line))
  onTestFinished(() => logged.mockRestore())
  for (const options of [{ acceptToken: 'any' }, { acceptToken: 'any' }, { treatPendingAsSignedOut: false, acceptsToken: 'any' }])
    expect(() => getAuth({}, options as object)).toThrow('clerkMiddleware()')
  expect(lines).toEqual([
    '[frontdesk] getAuth(): there is no option acceptToken, and it has no effect. Did you mean acceptsToken?',
  ])
})

test('the types narrow by what is accepted', () => {
  const request = {} as Request // only its type is used
  const types = () => {
    expectTypeOf(getAuth(request)).toEqualTypeOf<SessionAuthObject>()
    expectTypeOf(getAuth(request, { treatPendingAsSignedOut: false })).toEqualTypeOf<SessionAuthObject>()
    expectTypeOf(getAuth(request, { acceptsToken: 'session_token' })).toEqualTypeOf<SessionAuthObject>()
    expectTypeOf(getAuth(request, { acceptsToken: 'm2m_token' })).toEqualTypeOf<MachineAuthObject<'m2m_token'>>()
    expectTypeOf(getAuth(request, { acceptsToken: 'any' })).toEqualTypeOf<AuthObject>()

    const either = getAuth(request, { acceptsToken: ['session_token', 'api_key'] })
    expectTypeOf(either).toEqualTypeOf<SessionAuthObject | MachineAuthObject<'api_key'> | InvalidTokenAuthObject>()
    if (either.tokenType === 'api_key' && either.isAuthenticated) {
      expectTypeOf(either).toEqualTypeOf<AuthenticatedMachineObject<'api_key'>>()
      expectTypeOf(either.name).toEqualTypeOf<string>()
      expectTypeOf(either.userId).toEqualTypeOf<string | null>()
    }
    if (either.tokenType === null) expectTypeOf(either.isAuthenticated).toEqualTypeOf<false>()
  }
  expect(types).toBeTypeOf('function') // the compiler is what tries it
})

test('the claims of a request are its own: what an app makes of them is not what the next one with the token gets', async () => {
  const jwt = token({ o: { id: 'org_1', rol: 'member' } })
  app.get('/spoilt', (request, response) => {
    const { sessionClaims } = getAuth(request)
    response.json(sessionClaims)
    spoil(sessionClaims!) // somebody is signed in
  })
  for (let time = 0; time < 3; time++)
    expect(await (await get('/spoilt', jwt)).json()).toMatchObject({ sub: 'user_1', o: { id: 'org_1', rol: 'member' } })
})
