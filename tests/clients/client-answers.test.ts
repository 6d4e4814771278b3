/**
 * What becomes of an answer of the Backend API in Clerk's client and in ours: the same data of every resource that an app reads, the same
 * error of every refusal.
 */
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { listening } from '../environment/listening.js'
import { bothClients, call } from './both-clients.js'
import { wire } from './client-answers.js'

let answer: { status?: number; headers?: Record<string, string>; body?: string }

const { origin, close } = await listening((_, response) => {
  response.writeHead(answer.status ?? 200, answer.headers ?? { 'content-type': 'application/json' })
  response.end(answer.body)
})
const { theirs, ours } = bothClients(origin)
afterAll(close)
beforeEach(() => {
  answer = {}
})

describe('reads as in Clerk’s:', () => {
  test.each(Object.entries(wire))('our client reads the answer to %s as Clerk’s does', async (name, { body, args }) => {
    answer.body = JSON.stringify(body)
    const expected = { ...((await call(theirs, name, args)) as object), ...differences[name] }
    expect(await call(ours, name, args)).toMatchObject(plain(expected) as object)
  })

  test.each(['users.getUser', 'organizations.updateOrganizationMetadata', 'invitations.revokeInvitation'])(
    'our client gives for %s what was on the wire as `raw`',
    async (name) => {
      const { body, args } = wire[name]!
      answer.body = JSON.stringify(body)
      expect((await call(ours, name, args)) as object).toHaveProperty('raw', body)
    },
  )

  test.each(Object.entries(wire).filter(([name]) => !(name in differences)))(
    'what our client reads for %s has each member in JSON that Clerk’s has',
    async (name, { body, args }) => {
      answer.body = JSON.stringify(body)
      const [expected, actual] = [await inJson(call(theirs, name, args)), await inJson(call(ours, name, args))]
      expect(actual).toMatchObject(plain(expected, ['_raw']) as object)
    },
  )

  test('a user that an app answers with has what Clerk’s has, down to what was on the wire, and no getters', async () => {
    const { body, args } = wire['users.getUser']!
    answer.body = JSON.stringify(body)
    const [expected, actual] = [
      await inJson(call(theirs, 'users.getUser', args)),
      await inJson(call(ours, 'users.getUser', args)),
    ]
    expect(actual).toMatchObject(expected) // null where Clerk's has null
    expect(actual).toHaveProperty('_raw', body)
    for (const derived of ['raw', 'fullName', 'primaryEmailAddress', 'primaryPhoneNumber', 'primaryWeb3Wallet'])
      expect(actual).not.toHaveProperty(derived)
  })
})

const proof = { status: 'unverified', strategy: 'saml', external_verification_redirect_url: 'https://idp.example/in?x=1' }
const address = { object: 'email_address', id: 'idn_1', email_address: 'ada@example.com', linked_to: [] }
const sparse: Record<string, [method: string, body: object]> = {
  'a user': ['users.getUser', { object: 'user', id: 'user_1' }],
  'a session': ['sessions.getSession', { object: 'session', id: 'sess_1' }],
  'an organization': ['organizations.updateOrganizationMetadata', { object: 'organization', id: 'org_1' }],
  'the proof of an address': [
    'emailAddresses.getEmailAddress',
    { ...address, verification: { status: 'verified', strategy: 'admin' } },
  ],
  'a proof that goes on elsewhere': ['emailAddresses.getEmailAddress', { ...address, verification: proof }],
}

describe('has what Clerk’s has where an answer leaves members out:', () => {
  test.each(Object.entries(sparse))(
    'our client has what Clerk’s has where the answer leaves members out: %s',
    async (_, [name, body]) => {
      answer.body = JSON.stringify(body)
      const args = ['id_1', {}]
      const [expected, actual] = [await call(theirs, name, args), await call(ours, name, args)] as [object, object]
      for (const [member, value] of Object.entries(expected)) {
        if (member === '_raw' || value === undefined) continue
        if (member === 'verification')
          for (const [inner, of] of Object.entries(value as object))
            expect(actual, inner).toHaveProperty(['verification', inner], of)
        else expect(actual, member).toHaveProperty(member, value)
      }
    },
  )
})

/** What ours reads otherwise, and why. */
const differences: Record<string, object> = {
  // Their types promise camelCase for every resource; this one they leave as it was on the wire.
  'testingTokens.createTestingToken': { expires_at: undefined, expiresAt: 1_800_000_000 },
}

/** A resource as an app answers with it. */
const inJson = async (read: Promise<unknown>): Promise<object> => JSON.parse(JSON.stringify({ read: await read })).read ?? {}

/** What a reader of a resource of Clerk's sees. What was not on the wire is null there and absent in ours; `_raw` holds the wire again. */
function plain(value: unknown, kept: string[] = []): unknown {
  if (Array.isArray(value)) return value.map((item) => plain(item, kept))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name, inner]) => (name !== '_raw' || kept.includes(name)) && inner !== undefined && inner !== null)
      .map(([name, inner]) => [name, name === '_raw' ? inner : plain(inner, kept)]),
  )
}

const json = { 'content-type': 'application/json' }
const refusal = (error: object) => JSON.stringify({ errors: [{ message: 'm', ...error }], clerk_trace_id: 'trace_1' })
const meta = {
  param_name: 'email_address',
  session_id: 'sess_1',
  email_addresses: ['ada@example.com'],
  identifiers: ['ada'],
  zxcvbn: { suggestions: [{ code: 'c', message: 'm' }] },
}

describe('is refused as by Clerk’s:', () => {
  test.each([
    ['401', { status: 401, headers: json, body: refusal({ code: 'clerk_key_invalid', long_message: 'long' }) }],
    ['404', { status: 404, headers: json, body: refusal({ code: 'resource_not_found' }) }],
    ['422 with meta', { status: 422, headers: json, body: refusal({ code: 'form_identifier_exists', meta }) }],
    ['429', { status: 429, headers: { ...json, 'retry-after': '30' }, body: refusal({ code: 'too_many_requests' }) }],
    [
      '429 until a date',
      { status: 429, headers: { ...json, 'retry-after': 'Wed, 21 Oct 2026 07:28:00 GMT' }, body: '{"errors":[]}' },
    ],
    [
      '500 in HTML, by way of a proxy',
      { status: 500, headers: { 'content-type': 'text/html', 'cf-ray': 'ray_1' }, body: '<html>' },
    ],
    ['500 without a body', { status: 500, headers: {} }],
    ['404 without an entry', { status: 404, headers: json, body: '{"errors":[]}' }],
    ['502 in JSON of another kind', { status: 502, headers: json, body: '{"reason":"no"}' }],
  ])('our client is refused as Clerk’s is: %s', async (_, refused) => {
    answer = refused
    const [expected, actual] = await Promise.all([theirs, ours].map((client) => call(client, 'users.getUser').catch(seen)))
    expect(actual).toEqual(expected)
  })

  test('our client fails as Clerk’s does where the network fails or the answer is broken', async () => {
    answer = { headers: json, body: '{' }
    for (const both of [{ theirs, ours }, bothClients('http://127.0.0.1:1')]) {
      const [expected, actual] = (await Promise.all(
        [both.theirs, both.ours].map((client) => call(client, 'users.getUser').catch(seen)),
      )) as [Seen, Seen]
      const codesOf = ({ name, code, errors }: Seen) => [name, code, errors.map((error) => error.code)]
      expect(codesOf(actual)).toEqual(codesOf(expected))
    }
  })
})

test('an answer without a body is undefined in our client and in Clerk’s', async () => {
  answer = { status: 204, headers: {} }
  expect(await Promise.all([theirs, ours].map((client) => call(client, 'users.deleteUser')))).toEqual([undefined, undefined])
})

interface Seen {
  name: string
  clerkError: boolean
  code: string
  status: number
  clerkTraceId: string
  retryAfter: number | undefined
  errors: Array<{ code: string }>
}

/** What an app reads of an error; the message may say more than Clerk's. */
function seen(error: unknown): Seen {
  const { name, clerkError, code, status, clerkTraceId, retryAfter, errors } = error as Seen
  return JSON.parse(JSON.stringify({ name, clerkError, code, status, clerkTraceId, retryAfter, errors }))
}
