import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type Listening, listening } from '../../../../tests/environment/listening.js'
import { createClerkClient } from '../index.js'
import { desk } from '../testing/desk.js'
import { createApiClient } from './clerk-client.js'

const client = (server: ReturnType<typeof desk>) =>
  createApiClient(async () => ({ ...(await server.ready()), fetch: (request) => server.fetch(request) }))

const wireUser = {
  object: 'user',
  id: 'user_1',
  first_name: 'Ada',
  last_name: 'Lovelace',
  primary_email_address_id: 'idn_2',
  primary_phone_number_id: null,
  email_addresses: [
    { object: 'email_address', id: 'idn_1', email_address: 'ada@example.com' },
    { object: 'email_address', id: 'idn_2', email_address: 'countess@example.com' },
  ],
  phone_numbers: [],
  web3_wallets: [],
  public_metadata: { favourite_colour: { deep_blue: 1 } },
}

describe('a user', () => {
  const server = () => desk({ 'GET /users/user_1': { body: wireUser } })

  test('a user reads in camelCase, its metadata as the app wrote it', async () => {
    const user = await client(server()).users.getUser('user_1')
    expect(user).toMatchObject({ firstName: 'Ada', publicMetadata: { favourite_colour: { deep_blue: 1 } } })
    expect(user.emailAddresses[0]).toMatchObject({ emailAddress: 'ada@example.com' })
  })

  test('a user has the members that Clerk derives, and not in its JSON', async () => {
    const user = await client(server()).users.getUser('user_1')
    expect(user.fullName).toBe('Ada Lovelace')
    expect(user.primaryEmailAddress?.emailAddress).toBe('countess@example.com')
    expect(user.primaryPhoneNumber).toBeNull()
    expect(JSON.parse(JSON.stringify(user))).not.toHaveProperty('fullName')
  })

  test('a user has a null full name when it has no name', async () => {
    const nameless = desk({ 'GET /users/user_1': { body: { ...wireUser, first_name: null, last_name: null } } })
    expect((await client(nameless).users.getUser('user_1')).fullName).toBeNull()
  })
})

describe('a call', () => {
  test('a call carries the secret key, snake_case parameters and untouched metadata', async () => {
    const server = desk({ 'POST /users': { body: wireUser } })
    await client(server).users.createUser({
      emailAddress: ['ada@example.com'],
      firstName: 'Ada',
      publicMetadata: { favouriteColour: 'blue' },
    })
    expect(server.calls).toEqual([
      {
        line: 'POST /users',
        authorization: 'Bearer sk_live_1',
        body: { email_address: ['ada@example.com'], first_name: 'Ada', public_metadata: { favouriteColour: 'blue' } },
      },
    ])
  })

  test('a call repeats a query parameter for each value, and leaves out what is undefined', async () => {
    const server = desk({ 'GET /users/count?user_id=user_1&user_id=user_2': { body: { object: 'total_count', total_count: 2 } } })
    expect(await client(server).users.getCount({ userId: ['user_1', 'user_2'], query: undefined })).toBe(2)
  })

  test.each(['..', '.', '', undefined])('a call is not sent for the id %j, which would lead to another path', async (id) => {
    const server = desk()
    await expect(client(server).users.getUser(id as string)).rejects.toThrow('A valid resource ID is required')
    expect(server.calls).toEqual([])
  })

  test('a call keeps an id with a slash in one segment', async () => {
    const server = desk()
    await expect(client(server).users.getUser('x/../../jwks?')).rejects.toMatchObject({ status: 404 })
    expect(server.calls.map(({ line }) => line)).toEqual(['GET /users/x%2F..%2F..%2Fjwks%3F'])
  })
})

describe('methods that are not what their line says', () => {
  test('getUserList() joins the list with the number of all that match', async () => {
    const server = desk({
      'GET /users?query=ada&limit=1&order_by=-created_at': { body: [wireUser] },
      'GET /users/count?query=ada': { body: { object: 'total_count', total_count: 7 } },
    })
    const { data, totalCount } = await client(server).users.getUserList({ query: 'ada', limit: 1, orderBy: '-created_at' })
    expect(totalCount).toBe(7)
    expect(data[0]?.fullName).toBe('Ada Lovelace')
  })

  test('updateUser() merges nothing into metadata: it replaces it, after the rest', async () => {
    const server = desk({ 'PATCH /users/user_1': { body: wireUser }, 'PUT /users/user_1/metadata': { body: wireUser } })
    await client(server).users.updateUser('user_1', { firstName: 'Ada', publicMetadata: { a: 1 } })
    expect(server.calls.map(({ line, body }) => [line, body])).toEqual([
      ['PATCH /users/user_1', { first_name: 'Ada' }],
      ['PUT /users/user_1/metadata', { public_metadata: { a: 1 } }],
    ])
  })

  test('updateUser() knows the capital ID of Clerk’s parameters', async () => {
    const server = desk({ 'PATCH /users/user_1': { body: wireUser } })
    await client(server).users.updateUser('user_1', { primaryEmailAddressID: 'idn_1' } as object)
    expect(server.calls[0]?.body).toEqual({ primary_email_address_id: 'idn_1' })
  })

  test('verifyPassword() takes one object', async () => {
    const server = desk({ 'POST /users/user_1/verify_password': { body: { verified: true } } })
    expect(await client(server).users.verifyPassword({ userId: 'user_1', password: 'x' })).toEqual({ verified: true })
    expect(server.calls[0]?.body).toEqual({ password: 'x' })
  })

  test('updateUserProfileImage() sends a file', async () => {
    const server = desk({ 'POST /users/user_1/profile_image': { body: wireUser } })
    await client(server).users.updateUserProfileImage('user_1', { file: new Blob(['png'], { type: 'image/png' }) })
    const file = (server.calls[0]!.body as FormData).get('file') as File // the one field of the form
    expect([file.type, await file.text()]).toEqual(['image/png', 'png'])
  })

  test('getToken() takes a template and a lifetime', async () => {
    const answer = { body: { object: 'token', jwt: 'a.b.c' } }
    const server = desk({ 'POST /sessions/sess_1/tokens': answer, 'POST /sessions/sess_1/tokens/hasura': answer })
    const { sessions } = client(server)
    expect((await sessions.getToken('sess_1')).jwt).toBe('a.b.c')
    await sessions.getToken('sess_1', 'hasura', 600)
    expect(server.calls.map(({ line, body }) => [line, body])).toEqual([
      ['POST /sessions/sess_1/tokens', undefined],
      ['POST /sessions/sess_1/tokens/hasura', { expires_in_seconds: 600 }],
    ])
  })

  test('lists of sessions and clients ask for pages', async () => {
    const page = { body: { data: [], total_count: 0 } }
    const server = desk({ 'GET /sessions?user_id=user_1&paginated=true': page, 'GET /clients?paginated=true': page })
    expect(await client(server).sessions.getSessionList({ userId: 'user_1' })).toEqual({ data: [], totalCount: 0 })
    expect(await client(server).clients.getClientList()).toEqual({ data: [], totalCount: 0 })
  })

  test('verifyClient() takes the token alone', async () => {
    const server = desk({ 'POST /clients/verify': { body: { object: 'client', id: 'client_1', session_ids: [] } } })
    expect(await client(server).clients.verifyClient('a.b.c')).toMatchObject({ id: 'client_1', sessionIds: [] })
    expect(server.calls[0]?.body).toEqual({ token: 'a.b.c' })
  })
})

describe('a refusal', () => {
  test('a refusal becomes an error with its entries, status, trace and time to wait', async () => {
    const refusal = {
      errors: [{ code: 'form_param_unknown', message: 'is unknown', long_message: 'x is not valid.', meta: { param_name: 'x' } }],
      clerk_trace_id: 'trace_1',
    }
    const settings = { secretKey: 'sk', apiUrl: 'http://desk.example/api' }
    const fetch = async () => Response.json(refusal, { status: 429, headers: { 'retry-after': '30' } })
    const error = await createApiClient(() => ({ ...settings, fetch }))
      .users.getUser('user_1')
      .catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(Error)
    expect(error).toMatchObject({
      name: 'ClerkAPIResponseError',
      clerkError: true,
      status: 429,
      clerkTraceId: 'trace_1',
      retryAfter: 30,
      errors: [{ code: 'form_param_unknown', message: 'is unknown', longMessage: 'x is not valid.', meta: { paramName: 'x' } }],
    })
  })

  test.each([
    ['can’t be reached', () => Promise.reject(new TypeError('fetch failed'))],
    ['answers with broken JSON', async () => new Response('{', { headers: { 'content-type': 'application/json' } })],
  ])('a refusal also comes from a server that %s', async (_, fetch) => {
    const api = createApiClient(() => ({ secretKey: 'sk', apiUrl: 'http://desk.example/api', fetch }))
    await expect(api.users.getUser('user_1')).rejects.toMatchObject({ status: 0, errors: [{ code: 'unexpected_error' }] })
  })
})

describe('a call with limits', () => {
  const settings = { secretKey: 'sk', apiUrl: 'http://desk.example/api' }
  const silent = createApiClient(() => ({ ...settings, fetch: () => new Promise(() => {}) }))

  test('a call with limits ends when the caller wants it, with the reason given', async () => {
    const stop = new AbortController()
    const call = silent.with({ signal: stop.signal }).users.getUser('user_1')
    stop.abort(new Error('The visitor has left'))
    await expect(call).rejects.toThrow('The visitor has left')
    await expect(silent.with({ signal: stop.signal }).users.getUser('user_1')).rejects.toThrow('The visitor has left')
  })

  test('a call with limits is given up when the server takes too long, and says how long that was', async () => {
    await expect(silent.with({ timeoutInMs: 5 }).users.getUser('user_1')).rejects.toMatchObject({
      name: 'ClerkAPIResponseError',
      status: 0,
      message: expect.stringContaining('it took longer than 5 ms'),
    })
  })

  test('a call with limits keeps the limits that were set before', async () => {
    const stopped = silent.with({ signal: AbortSignal.abort(new Error('over')) }).with({ timeoutInMs: 60_000 })
    await expect(stopped.users.getUser('user_1')).rejects.toThrow('over')
  })

  test('a call with limits is not hindered by a limit that it keeps', async () => {
    const server = desk({ 'GET /users/user_1': { body: wireUser } })
    expect((await client(server).with({ timeoutInMs: 60_000 }).users.getUser('user_1')).id).toBe('user_1')
  })
})

describe('a server that accepts the connection and never answers', () => {
  let server: Listening
  beforeAll(async () => {
    server = await listening()
  })
  afterAll(() => server.close())
  const options = () => ({ secretKey: 'sk', apiUrl: server.origin })

  test('a server that never answers holds a client with a time-out no longer than that', async () => {
    const clerk = createClerkClient({ ...options(), timeoutInMs: 20, telemetry: { disabled: true } })
    await expect(clerk.users.getUser('user_1')).rejects.toMatchObject({ status: 0, errors: [{ code: 'unexpected_error' }] })
  })

  test('a server that never answers is left at once when the caller aborts', async () => {
    const clerk = createClerkClient(options()).with({ signal: AbortSignal.timeout(20) })
    await expect(clerk.users.getUser('user_1')).rejects.toMatchObject({ name: 'TimeoutError' })
  })
})

test('an answer without a body is undefined', async () => {
  const api = createApiClient(() => ({
    secretKey: 'sk',
    apiUrl: 'http://desk.example/api',
    fetch: async () => new Response(null, { status: 204 }),
  }))
  expect(await api.users.deleteUser('user_1')).toBeUndefined()
})

describe('createClerkClient()', () => {
  const handle = Symbol.for('frontdesk.embedded')
  afterEach(() => {
    Reflect.deleteProperty(globalThis, handle)
  })

  test('createClerkClient() finds the server of its own process at its first call', async () => {
    const clerk = createClerkClient()
    const server = desk({ 'GET /users/user_1': { body: wireUser } })
    Object.assign(globalThis, { [handle]: server })
    expect((await clerk.users.getUser('user_1')).id).toBe('user_1')
    expect(server.calls[0]?.authorization).toBe('Bearer sk_live_1')
  })

  test('createClerkClient() does not hand the key of another instance to the server of its own process', async () => {
    const server = desk()
    Object.assign(globalThis, { [handle]: server })
    const clerk = createClerkClient({ secretKey: 'sk_of_another', apiUrl: 'http://127.0.0.1:1/api' })
    await expect(clerk.users.getUser('user_1')).rejects.toMatchObject({ status: 0 })
    expect(server.calls).toEqual([])
  })

  test('createClerkClient() makes a call about tokens of machines with the key that it is given, and needs no other', async () => {
    const calls: string[] = []
    const { origin, close } = await listening((request, response) => {
      calls.push(`${request.url} ${request.headers.authorization}`)
      response.setHeader('content-type', 'application/json').end('{"object":"machine_to_machine_token","id":"mt_1"}')
    })
    const { m2m, users } = createClerkClient({ apiUrl: origin })
    await m2m.createToken({ machineSecretKey: 'ak_1' })
    await m2m.verify({ machineSecretKey: 'ak_2', token: 'mt_1' })
    await m2m.list({ machineSecretKey: 'ak_3', subject: 'mch_1' })
    await m2m.revokeToken({ machineSecretKey: 'ak_4', m2mTokenId: 'mt_1' })
    await expect(users.getUser('user_1')).rejects.toThrow('CLERK_SECRET_KEY')
    await expect(m2m.createToken()).rejects.toThrow('CLERK_SECRET_KEY')
    await close()
    expect(calls).toEqual([
      '/m2m_tokens Bearer ak_1',
      '/m2m_tokens/verify Bearer ak_2',
      '/m2m_tokens?subject=mch_1 Bearer ak_3',
      '/m2m_tokens/mt_1/revoke Bearer ak_4',
    ])
  })

  test("createClerkClient() makes a call about tokens of machines with the machine's configured key, and every other with the secret key", async () => {
    const keys: unknown[] = []
    const { origin, close } = await listening((request, response) => {
      keys.push(request.headers.authorization)
      response.setHeader('content-type', 'application/json').end('{}')
    })
    const { m2m, users } = createClerkClient({ apiUrl: origin, secretKey: 'sk_live_1', machineSecretKey: 'ak_1' })
    await m2m.createToken()
    await users.getUser('user_1')
    await close()
    expect(keys).toEqual(['Bearer ak_1', 'Bearer sk_live_1'])
  })

  test('createClerkClient() fills in what an answer leaves out, as Clerk’s classes do', async () => {
    const verification = { status: 'unverified', strategy: 'saml', external_verification_redirect_url: 'https://idp.example/in' }
    const address = { object: 'email_address', id: 'idn_1', email_address: 'ada@example.com', linked_to: [], verification }
    const server = desk({ 'GET /users/user_1': { body: { object: 'user', id: 'user_1', email_addresses: [address] } } })
    const user = await client(server).users.getUser('user_1')
    expect(user).toMatchObject({ timezone: null, deprovisioned: false, publicMetadata: {}, phoneNumbers: [] })
    expect(user.emailAddresses[0]?.verification).toEqual({
      status: 'unverified',
      strategy: 'saml',
      attempts: null,
      expireAt: null,
      nonce: null,
      message: null,
      externalVerificationRedirectURL: new URL('https://idp.example/in'),
    })
    expect(user.raw.email_addresses[0]?.verification).toEqual(verification)
  })

  test('createClerkClient() asks another version of the API where it is told to', async () => {
    const lines: Array<string | undefined> = []
    const { origin, close } = await listening((request, response) => {
      lines.push(request.url)
      response.setHeader('content-type', 'application/json').end('{}')
    })
    await createClerkClient({ secretKey: 'sk', apiUrl: origin, apiVersion: 'v2' }).users.getUser('user_1')
    await close()
    expect(lines).toEqual(['/v2/users/user_1'])
  })

  test('createClerkClient() says which setting is missing', async () => {
    await expect(createClerkClient().users.getUser('user_1')).rejects.toThrow('CLERK_SECRET_KEY')
    await expect(createClerkClient({ secretKey: 'sk' }).users.getUser('user_1')).rejects.toThrow('CLERK_API_URL')
  })
})
