/** What no client of ours sends, to every operation of the Frontend API: a refusal with the right name, and nothing changed. */
import { frontendApi, type Operation } from '@frontdesk/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type AnyBody,
  engines,
  type TestBrowser,
  type TestServer,
  testOrigin,
  testPassword,
  testServer,
} from '../testing/test-server.js'
import { routesFor } from './routes.js'

const all: Operation[] = Object.values(frontendApi).flatMap((group): Operation[] => Object.values(group))

describe.each(engines)('bad input on %s', (engine) => {
  let server: TestServer
  let browser: TestBrowser
  let ids: Record<string, string>
  let mounted: Operation[]

  beforeAll(async () => {
    server = await testServer(engine, { attributes: { username: 'optional' }, signIn: { passkey: true } })
    await server.browser().signUp('jane@example.com')
    browser = server.browser()
    const { created_session_id } = await browser.signUp('session@example.com')
    const signIn = await browser.call('POST', '/client/sign_ins', { identifier: 'jane@example.com', strategy: 'email_code' })
    const signUp = await browser.call('POST', '/client/sign_ups', { email_address: 'new@example.com' })
    const { user } = (await browser.call('GET', '/client')).body.response.sessions[0]
    ids = {
      session_id: created_session_id,
      sign_in_id: signIn.body.response.id,
      sign_up_id: signUp.body.response.id,
      email_id: user.primary_email_address_id,
    }
    const routes = new Set(routesFor(server.instance.options).frontend.map((route) => route.operation.id))
    mounted = all.filter((operation) => routes.has(operation.id))
  })
  afterAll(() => server.close())

  const bodies: Array<[name: string, type: string, body: string | Uint8Array<ArrayBuffer>, status: number, code: string]> = [
    ['an unknown field', 'application/json', '{"zzz":1}', 422, 'form_param_unknown'],
    ['an unknown field of a form', 'application/x-www-form-urlencoded', 'zzz=1', 422, 'form_param_unknown'],
    ['a field named __proto__', 'application/json', '{"__proto__":{"banned":true}}', 422, 'form_param_unknown'],
    ['a form field named __proto__', 'application/x-www-form-urlencoded', '__proto__=1', 422, 'form_param_unknown'],
    ['a field named constructor', 'application/x-www-form-urlencoded', 'constructor=1', 422, 'form_param_unknown'],
    ['JSON that ends early', 'application/json', '{"identifier":', 400, 'request_body_invalid'],
    ['JSON that is a list', 'application/json', '[]', 400, 'request_body_invalid'],
    ['JSON that is null', 'application/json', 'null', 400, 'request_body_invalid'],
    ['JSON nested thirty thousand deep', 'application/json', '['.repeat(30_000), 400, 'request_body_invalid'],
    ['a form of too many pairs', 'application/x-www-form-urlencoded', 'a&'.repeat(4000), 400, 'request_body_invalid'],
    ['JSON of too many names', 'application/json', `{${'"a":0,'.repeat(4000)}"a":0}`, 400, 'request_body_invalid'],
    ['a form of more than a hundred parts', 'multipart/form-data; boundary=x', `${part('a').repeat(101)}--x--`, 400, 'request_body_invalid'],
    ['a part with a head of many lines', 'multipart/form-data; boundary=x', `${part('a', '\r\nA: b'.repeat(2000))}--x--`, 400, 'request_body_invalid'],
    ['bytes that are not UTF-8', 'application/json', new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x7d]), 400, 'request_body_invalid'],
    ['a form of bytes that are not UTF-8', 'application/x-www-form-urlencoded', new Uint8Array([0x61, 0xc3, 0x28]), 400, 'request_body_invalid'],
    ['multipart without a boundary', 'multipart/form-data', '--x', 400, 'request_body_invalid'],
    ['multipart that ends early', 'multipart/form-data; boundary=x', '--x\r\nContent-Disposition: form-', 400, 'request_body_invalid'],
    ['another content type', 'text/xml', '<identifier/>', 415, 'unsupported_content_type'],
    ['a body of more than a megabyte', 'application/json', `{"identifier":"${'x'.repeat(1024 * 1024)}"}`, 413, 'request_body_too_large'],
  ] // biome-ignore format: a table

  test.each(bodies)('%s is refused by every operation that reads a body', async (_name, type, body, status, code) => {
    const before = await rowsOf(server)
    for (const operation of mounted) {
      if (!operation.shapes.body || operation.id === 'createSessionToken') continue // that one ignores what it does not know
      const answer = await send(operation, { headers: { 'content-type': type }, body })
      const told = `${operation.id}: ${JSON.stringify(answer.body)}`
      expect(answer.status, told).toBe(status)
      const codes: string[] = answer.body.errors.map((error: AnyBody) => error.code) // beside those of missing fields
      expect(codes, told).toContain(code)
    }
    expect(await rowsOf(server)).toEqual(before)
  })

  const wrongTypes: Array<[string, unknown]> = [
    ['a list', ['a', 'b']],
    ['an object', { $ne: null }],
    ['a number', 12],
    ['NUL', 'a\0b'],
    ['half a surrogate', 'a\ud800b'],
    ['a control character', 'a\u0007b'],
    ['ten thousand characters', 'x'.repeat(10_000)],
  ]
  test.each(wrongTypes)('%s in any field is refused with the name of the field, or taken as it is', async (_name, value) => {
    const before = await rowsOf(server)
    for (const operation of mounted) {
      for (const field of Object.keys(operation.shapes.body?.shape ?? {})) {
        if (operation.id === 'createSessionToken' || isHarmless(field)) continue
        const answer = await send(operation, {
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ ...requiredOf(operation), [field]: value }),
        })
        const refusal = answer.body.errors?.[0]
        expect(answer.status, `${operation.id} ${field}: ${JSON.stringify(answer.body)}`).toBeGreaterThanOrEqual(400)
        expect(answer.status, `${operation.id} ${field}: ${JSON.stringify(answer.body)}`).toBeLessThan(500)
        if (answer.status === 422) expect(refusal.meta.param_name ?? refusal.meta.param_names, operation.id).toBeTruthy()
      }
    }
    expect(await rowsOf(server)).toEqual(before)
  })

  const paths = ['%', '%ff', '%00', '%c0%af', '..%2f..%2fusers', 'x'.repeat(4_000), "' or 1=1 --", '%F0%9F%92%A9', '__proto__']
  test.each(paths.map((id) => [id.slice(0, 20), id] as const))('the id %j in a path is nobody’s', async (_name, id) => {
    const before = await rowsOf(server)
    for (const operation of mounted) {
      if (!operation.path.includes('{')) continue
      const answer = await send(operation, {
        id,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ ...requiredOf(operation), username: undefined }),
      })
      // A passkey has no row before it is proved: until then its id is known by the question that was asked for it.
      const refusals = operation.id === 'attemptMyPasskeyVerification' ? [400, 404] : [401, 404]
      expect(answer.status, `${operation.id}: ${JSON.stringify(answer.body)}`).toBeOneOf(refusals)
    }
    expect(await rowsOf(server)).toEqual(before)
  })

  test.each(paths.map((id) => [id.slice(0, 20), id] as const))('the session id %j in a query is nobody’s', async (_name, id) => {
    expect((await browser.call('GET', `/me?_clerk_session_id=${id}`)).status).toBe(401)
    expect((await browser.call('GET', '/me')).status).toBe(200)
  })

  test('cookies of any kind and size sign nobody in, and stop nothing', async () => {
    const before = await rowsOf(server)
    const cookies = [
      '__client=',
      '__client',
      '=;;=;',
      `__client=${'x'.repeat(100_000)}`,
      '__client=%00; __client=%ff',
      Array.from({ length: 3_000 }, (_, at) => `c${at}=1`).join('; '),
      '__client=[object Object]; __session=a.b.c',
    ]
    for (const cookie of cookies) {
      const answer = await server.request('/__clerk/v1/client', { headers: { cookie } })
      expect([answer.status, await answer.json()], cookie.slice(0, 40)).toEqual([200, { response: null, client: null }])
    }
    expect(await rowsOf(server)).toEqual(before)
  })

  test('names and addresses of every script are kept as they were typed', async () => {
    const names = [
      ['Zoë', "O'Neil-Ñandú"],
      ['محمد', 'الأحمد'],
      ['👩‍👩‍👧‍👦', '🇩🇪'],
      ['e\u0301', 'Ünïcödé'],
      ['李', '小龍'],
      ['<script>alert(1)</script>', "'; drop table users; --"],
      ['{{7*7}}', '%s %00'],
    ]
    for (const [first_name, last_name] of names) {
      const fresh = server.browser()
      await fresh.signUp(undefined, { first_name, last_name })
      expect((await fresh.call('GET', '/client')).body.response.sessions[0].user).toMatchObject({ first_name, last_name })
    }
  })

  test('attack: an address that looks like another one signs in as it', async () => {
    // The second of each pair is written with a letter of another script, or with other code points.
    const lookalikes = [
      ['paypal@example.com', 'p\u0430ypal@example.com'],
      ['admin@example.com', 'admin@ex\u0430mple.com'],
      ['k@example.com', '\u212a\u200b@example.com'],
      ['straße@example.com', 'strasse@example.com'],
    ] as const
    for (const [genuine, lookalike] of lookalikes) {
      await server.browser().signUp(genuine)
      const answer = await server.browser().call('POST', '/client/sign_ins', { identifier: lookalike })
      expect(answer.body.errors[0].code, lookalike).toBe('form_identifier_not_found')
    }
    // These are the same address, in other bytes.
    await server.browser().signUp('jos\u00e9@example.com')
    const composed = await server.browser().call('POST', '/client/sign_ins', { identifier: 'JOSE\u0301@Example.COM' })
    expect(composed.status).toBe(200)
  })

  test.each([
    'a@b',
    'a b@example.com',
    'a@example.com\r\nBcc: x@evil.example',
    'a@example.com,b@example.com',
    '<a@example.com>',
    '"a b"@example.com',
    'a@[127.0.0.1]',
    'a@-example.com',
    '.a@example.com',
    'a..b@example.com',
    'a@example..com',
    '@example.com',
    'a@',
    `${'a'.repeat(65)}@example.com`,
    `a@${'b'.repeat(250)}.com`,
    'a\0@example.com',
    'a@exam\u200bple.com',
    'a@example.com\u202e',
  ])('%j is no address', async (address) => {
    // biome-ignore format: a table
    const answer = await server.browser().call('POST', '/client/sign_ups', { email_address: address })
    expect(answer.status).toBe(422)
    expect(answer.body.errors[0].meta.param_name).toBe('email_address')
  })

  async function send(
    operation: Operation,
    { id, headers = {}, body }: { id?: string; headers?: Record<string, string>; body?: string | Uint8Array<ArrayBuffer> },
  ): Promise<{ status: number; body: AnyBody }> {
    const path = operation.path.replace(/\{(\w+)\}/g, (_, name) => id ?? ids[name]!)
    const isRead = operation.method === 'GET'
    const override = isRead || operation.method === 'POST' ? '' : `?_method=${operation.method}`
    const answer = await server.request(`/__clerk/v1${path}${override}`, {
      method: isRead ? 'GET' : 'POST',
      headers: { cookie: browser.cookies.header(), origin: testOrigin, ...(isRead ? {} : headers) },
      body: isRead ? null : (body ?? null),
    })
    const text = await answer.text()
    return { status: answer.status, body: text === '' ? null : JSON.parse(text) }
  }
})

const part = (name: string, more = '') => `--x\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n\r\n`

const said = JSON.stringify({ type: 'webauthn.create', challenge: 'AA', origin: 'http://localhost:3000' })

/** As a browser makes it, and of nobody. */
const credential = JSON.stringify({
  id: 'AA',
  rawId: 'AA',
  type: 'public-key',
  response: {
    clientDataJSON: Buffer.from(said).toString('base64url'),
    attestationObject: 'oA',
    authenticatorData: 'AA',
    signature: 'AA',
  },
  clientExtensionResults: {},
})

/** What a call needs besides the field under test, with answers that are wrong. */
function requiredOf(operation: Operation): Record<string, unknown> {
  const needed: Record<string, Record<string, unknown>> = {
    startVerification: { level: 'first_factor' },
    prepareFirstFactor: { strategy: 'none' },
    attemptFirstFactor: { strategy: 'password' },
    prepareSecondFactor: { strategy: 'none' },
    attemptSecondFactor: { strategy: 'none' },
    attemptSignUpVerification: { code: '1' },
    attemptMyEmailAddressVerification: { code: '1' },
    changePassword: { new_password: testPassword, current_password: 'wrong' },
    createMyEmailAddress: { email_address: 'taken' },
    attemptMyPasskeyVerification: { public_key_credential: credential },
    attemptMyPhoneNumberVerification: { code: '1' },
    attemptMyWeb3WalletVerification: { signature: '0x' },
    reauthorizeMyExternalAccount: { redirect_url: '/' },
    createSignUp: { username: '!' },
    updateSignUp: { username: '!' },
    createSignIn: { identifier: 'nobody@example.com' },
    resetPassword: { password: testPassword },
    touchSession: { active_organization_id: 'org_none' },
    updateMe: { username: '!' },
  }
  return needed[operation.id] ?? {}
}

/** Fields that change nothing, whatever they hold. */
const isHarmless = (field: string) => field === 'unsafe_metadata'

/** How many rows each table has. */
async function rowsOf({ instance: { db } }: TestServer): Promise<Record<string, number>> {
  const tables = [
    'users',
    'email_addresses',
    'clients',
    'sessions',
    'sign_ins',
    'sign_ups',
    'one_time_secrets',
    'events',
    'messages',
  ] as const
  const rows = await Promise.all(tables.map((table) => db.selectFrom(table).select('id').execute()))
  return Object.fromEntries(tables.map((table, at) => [table, rows[at]!.length]))
}
