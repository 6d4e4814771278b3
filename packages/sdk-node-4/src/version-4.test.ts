import type { Request } from 'express'
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { listening } from '../../../tests/environment/listening.js'
import { desk, liveKey, pem, token } from '../../backend/src/testing/desk.js'
import everything, * as sdk from './index.js'

const handle = Symbol.for('frontdesk.embedded')
const user = { object: 'user', id: 'user_1', first_name: 'Ada', email_addresses: [], phone_numbers: [], web3_wallets: [] }
let server: ReturnType<typeof desk>

beforeEach(() => {
  server = desk({
    'GET /users': { body: [user] },
    'GET /users/count': { body: { object: 'total_count', total_count: 1 } },
    'GET /sessions?user_id=user_1&paginated=true': { body: { data: [{ id: 'sess_1' }], total_count: 1 } },
    'POST /sessions/sess_1/tokens/supabase': { body: { object: 'token', jwt: 'ey.of.template' } },
    'GET /organizations/org_1/invitations?status=pending': { body: { data: [{ id: 'orginv_1' }], total_count: 1 } },
  })
  Object.assign(globalThis, { [handle]: server })
})
afterEach(() => {
  Reflect.deleteProperty(globalThis, handle)
  vi.unstubAllEnvs()
})

describe('the client of version 4', () => {
  test('lists are arrays, and a session’s token is its text', async () => {
    expect(await sdk.clerkClient.users.getUserList()).toEqual([expect.objectContaining({ id: 'user_1', firstName: 'Ada' })])
    expect(await sdk.clerkClient.users.getCount()).toBe(1)
    expect(await sdk.sessions.getSessionList({ userId: 'user_1' })).toEqual([expect.objectContaining({ id: 'sess_1' })])
    expect(await sdk.sessions.getToken('sess_1', 'supabase')).toBe('ey.of.template')
    const pending = await sdk.organizations.getPendingOrganizationInvitationList({ organizationId: 'org_1' })
    expect(pending).toEqual([expect.objectContaining({ id: 'orginv_1' })])
  })

  test('the groups beside it and the default export are its own', async () => {
    expect(everything).toBe(sdk.clerkClient)
    expect(await sdk.users.getUserList()).toEqual(await everything.users.getUserList())
    await expect(sdk.users.getUser('user_2')).rejects.toMatchObject({ status: 404, errors: [{ code: 'resource_not_found' }] })
    await expect(sdk.smsMessages.createSMSMessage({ phoneNumberId: 'idn_1', message: 'x' })).rejects.toThrow(/withdrawn/)
  })

  test('Clerk() makes one, with and without new, and takes the older name of the secret key', async () => {
    const seen: string[] = []
    const { origin, close } = await listening((request, response) => {
      seen.push(`${request.headers.authorization} ${request.url}`)
      response.setHeader('content-type', 'application/json').end(request.url === '/v1/users' ? '[]' : '{"total_count":0}')
    })
    onTestFinished(close)
    const options = { apiKey: 'sk_live_older', apiUrl: origin }
    const New = sdk.Clerk as unknown as new (given: object) => sdk.ClerkClient // as JavaScript calls it
    for (const client of [
      sdk.Clerk(options),
      new New(options),
      sdk.createClerkClient({ ...options, secretKey: 'sk_live_newer' }),
    ])
      expect(await client.users.getUserList()).toEqual([])
    const keys = seen.filter((line) => line.endsWith(' /v1/users')).map((line) => line.split(' ')[1])
    expect(keys).toEqual(['sk_live_older', 'sk_live_older', 'sk_live_newer'])
  })

  test('the setters hold for the client, its groups and the middlewares from then on, and refuse Clerk’s own address', async () => {
    const seen: string[] = []
    const { origin, close } = await listening((request, response) => {
      seen.push(`${request.headers.authorization} ${request.url}`)
      response.setHeader('content-type', 'application/json').end('[]')
    })
    onTestFinished(close)
    onTestFinished(() => {
      sdk.setClerkApiKey('')
      sdk.setClerkServerApiUrl('')
      sdk.setClerkApiVersion('')
    })
    expect(() => sdk.setClerkServerApiUrl('https://api.clerk.dev')).toThrow("leads to Clerk's own service")
    sdk.setClerkApiKey('sk_live_set')
    sdk.setClerkServerApiUrl(origin)
    sdk.setClerkApiVersion('v1')
    sdk.setClerkHttpOptions({})
    await sdk.clients.getClient('client_1')
    expect(seen).toEqual(['Bearer sk_live_set /v1/clients/client_1'])
    expect(server.calls).toEqual([])
  })
})

describe('tokens of version 4', () => {
  const issuers: Array<[sdk.VerifyTokenOptions['issuer'], boolean]> = [
    [(issuer) => issuer.endsWith('.frontdesk.localhost'), true],
    [(issuer) => issuer.startsWith('https://other.'), false],
    ['https://desk.frontdesk.localhost', true],
    ['https://other.example', false],
    [null, true],
  ]
  test.each(issuers)('verifyToken() and verifyJwt() ask for the issuer %s: %s', async (issuer, isTaken) => {
    for (const verifying of [
      () => sdk.verifyToken(token(), { issuer, jwtKey: pem }),
      () => sdk.clerkClient.verifyToken(token(), { issuer, jwtKey: pem }),
      () => sdk.verifyJwt(token(), { issuer, key: pem }),
    ]) {
      if (isTaken) expect(await verifying()).toMatchObject({ sub: 'user_1' })
      else await expect(verifying()).rejects.toMatchObject({ reason: 'token-invalid-issuer' })
    }
  })

  test('the tolerance for clocks is in milliseconds under either name', async () => {
    const late = token({ exp: Math.floor(Date.now() / 1000) - 20 })
    expect(await sdk.verifyToken(late, { jwtKey: pem, clockSkewInSeconds: 30_000 })).toMatchObject({ sub: 'user_1' })
    expect(await sdk.verifyToken(late, { jwtKey: pem, clockSkewInMs: 30_000 })).toMatchObject({ sub: 'user_1' })
    await expect(sdk.verifyToken(late, { jwtKey: pem, clockSkewInSeconds: 30 })).rejects.toMatchObject({
      reason: 'token-expired',
    })
  })

  test('Redwood’s way verifies by the keys of the server', async () => {
    expect(await sdk.clerkClient.base.verifySessionToken(token())).toMatchObject({ sub: 'user_1' })
    await expect(sdk.clerkClient.base.verifySessionToken(`${token()}x`)).rejects.toMatchObject({ name: 'TokenVerificationError' })
    expect(sdk.decodeJwt(token()).payload.sub).toBe('user_1')
  })
})

test('authenticateRequest() takes the request among its options, too', async () => {
  const request = new Request('http://app.example/', { headers: { authorization: `Bearer ${token()}` } })
  const keys = { publishableKey: liveKey, jwtKey: pem }
  for (const state of [
    await sdk.clerkClient.authenticateRequest({ request, ...keys }),
    await sdk.clerkClient.authenticateRequest(request, keys),
  ])
    expect(state.toAuth()).toMatchObject({ userId: 'user_1' })
})

test('the types are those that handlers of version 4 have', () => {
  const handler = (request: sdk.RequireAuthProp<Request>): string => request.auth.userId
  const loose = (request: sdk.WithAuthProp<Request>): string | null => request.auth.claims && request.auth.userId
  expect([handler, loose]).toHaveLength(2)
})
