import { readFileSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type AnyBody, engines, type TestServer, testOrigin, testServer } from '../testing/test-server.js'
import { renderClaims, shortcodes } from './claims.js'

const own = ['azp', 'exp', 'fva', 'iat', 'iss', 'jti', 'nbf', 'sid', 'sts', 'sub', 'v']

const claimsOf = (jwt: string): AnyBody => JSON.parse(Buffer.from(jwt.split('.')[1]!, 'base64url').toString())

describe.each(engines)('claims in session tokens on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await testServer(engine)
  })
  afterAll(() => server.close())
  afterEach(() => configure(null))

  const configure = (session_claims: object | null) => server.backend('PATCH', '/instance/settings', { session_claims })

  async function signedIn(fields = {}) {
    const browser = server.browser()
    const email = `maria-${Math.random().toString(36).slice(2)}@example.com`
    const { created_session_id: sessionId, created_user_id: userId } = await browser.signUp(email, fields)
    const token = () => browser.call('POST', `/client/sessions/${sessionId}/tokens`)
    return { browser, email, sessionId, userId, token, claims: async () => claimsOf((await token()).body.jwt) }
  }

  test('without claims of its own a token has those of the server', async () => {
    const { claims } = await signedIn()
    expect(Object.keys(await claims()).toSorted()).toEqual(own)
  })

  test('the next token has the claims, with the types that they have', async () => {
    const { claims, userId, email } = await signedIn({ first_name: 'Maria' })
    await server.backend('PATCH', `/users/${userId}`, {
      external_id: 'ext_1',
      public_metadata: { role: 'admin', tags: ['a'] },
      unsafe_metadata: { theme: 'dark' },
      private_metadata: { secret: 'ghost' },
    })
    const answer = await configure({
      metadata: '{{user.public_metadata}}',
      role: "{{user.public_metadata.role || 'guest'}}",
      plan: "{{user.public_metadata.plan || 'free'}}",
      email: '{{user.primary_email_address}}',
      verified: '{{user.email_verified}}',
      name: '{{user.full_name}}',
      greeting: 'Hello {{user.first_name}} {{user.last_name}}',
      theme: ['{{user.unsafe_metadata.theme}}'],
      external: '{{user.external_id}}',
      since: '{{user.created_at}}',
      picture: '{{user.image_url}}',
      org: '{{org.id}}',
      orgs: '{{user.organizations}}',
      mfa: '{{user.two_factor_enabled}}',
      actor: '{{session.actor}}',
      aud: 'https://api.example',
      unknown: '{{user.i_dont_exist}}',
      inherited: '{{user.public_metadata.toString}}',
    })
    expect(answer.status).toBe(200)
    const all = await claims()
    const added = Object.fromEntries(Object.entries(all).filter(([name]) => !own.includes(name)))
    expect(added).toEqual({
      metadata: { role: 'admin', tags: ['a'] },
      role: 'admin',
      plan: 'free',
      email,
      verified: true,
      name: 'Maria',
      greeting: 'Hello Maria null',
      theme: ['dark'],
      external: 'ext_1',
      since: Math.floor(server.clock.now() / 1000),
      picture: expect.stringMatching(/^http:\/\/localhost.*\/__clerk\/images\/none$/),
      org: null,
      orgs: {},
      mfa: false,
      actor: null,
      aud: 'https://api.example',
      unknown: null,
      inherited: null,
    })
    expect(all).toMatchObject({ sub: userId, v: 2, sts: 'active' })
    expect(server.logs.filter(({ message }) => message.includes('user.i_dont_exist'))).toMatchObject([{ level: 'warn' }])
  })

  test('every way to a token gives the claims', async () => {
    await configure({ metadata: '{{user.public_metadata}}' })
    const { browser, sessionId, userId } = await signedIn()
    await server.backend('PATCH', `/users/${userId}/metadata`, { public_metadata: { role: 'chef' } })
    const metadata = { role: 'chef' }

    const { sessions } = (await browser.call('GET', '/client')).body.response
    expect(claimsOf(sessions[0].last_active_token.jwt).metadata).toEqual(metadata)
    const touched = await browser.call('POST', `/client/sessions/${sessionId}/touch`)
    expect(claimsOf(touched.body.response.last_active_token.jwt).metadata).toEqual(metadata)
    const made = await server.backend('POST', `/sessions/${sessionId}/tokens`, { expires_in_seconds: 600 })
    expect(claimsOf(made.body.jwt)).toMatchObject({ metadata, sid: sessionId })

    const handshake = await server.request(`/__clerk/v1/client/handshake?redirect_url=${testOrigin}/`, {
      headers: { cookie: browser.cookies.header() },
      redirect: 'manual',
    })
    const carried = /__clerk_handshake=([^;]+)/.exec(handshake.headers.getSetCookie().join('\n'))![1]!
    const directives: string[] = claimsOf(carried).handshake
    const session = directives.find((directive) => /^__session=[^;]/.test(directive))!
    expect(claimsOf(session.split(';')[0]!.slice('__session='.length)).metadata).toEqual(metadata)
  })

  test('somebody whose claims are too large is told so, and stays signed in', async () => {
    await configure({ metadata: '{{user.public_metadata}}' })
    const { browser, token, userId } = await signedIn()
    await server.backend('PATCH', `/users/${userId}/metadata`, { public_metadata: { text: 'x'.repeat(1300) } })

    const refused = await token()
    expect(refused).toBeRefused(400, 'session_claims_too_large')
    expect(refused.body.errors[0].long_message).toContain('1324 bytes')
    expect(server.logs).toContainEqual(expect.objectContaining({ level: 'error', userId, bytes: 1324 }))
    const { sessions } = (await browser.call('GET', '/client')).body.response
    expect(sessions).toMatchObject([{ status: 'active', last_active_token: null }])

    const handshake = await server.request(`/__clerk/v1/client/handshake?redirect_url=${testOrigin}/`, {
      headers: { cookie: browser.cookies.header(), 'sec-fetch-dest': 'document', accept: 'text/html' },
      redirect: 'manual',
    })
    expect([handshake.status, handshake.headers.get('content-type')]).toEqual([400, 'text/html; charset=utf-8'])

    await server.backend('PATCH', `/users/${userId}/metadata`, { public_metadata: { text: 'short' } })
    expect((await token()).status).toBe(200)
  })

  test('a token as large as the limit allows fits in a cookie', async () => {
    await configure({ m: '{{user.public_metadata.t}}' })
    const { token, userId } = await signedIn()
    await server.backend('PATCH', `/users/${userId}/metadata`, { public_metadata: { t: 'x'.repeat(1220) } })
    expect((await token()).body.jwt.length).toBeLessThan(3000)
  })

  test('nobody is read for claims that ask for nobody', async () => {
    const { sessionId, userId } = await signedIn()
    const unread = new Proxy(server.instance.db, {
      get: () => {
        throw new Error('The database was asked')
      },
    })
    const render = (template: object) =>
      renderClaims({ ...server.instance, db: unread }, { ...template }, { id: sessionId, user_id: userId, actor: null })
    expect(await render({ fixed: 1, id: '{{user.id}}', session: '{{session.id}}', org: '{{org.id}}' })).toEqual({
      fixed: 1,
      id: userId,
      session: sessionId,
      org: null,
    })
    await expect(render({ name: '{{user.username}}' })).rejects.toThrow('The database was asked')
  })

  test('a token is made though its user is gone by then', async () => {
    const claims = { all: "{{user.username || user.email_verified || 'nobody'}}", metadata: '{{user.public_metadata.role}}' }
    const gone = { id: 'sess_gone', user_id: 'user_gone', actor: null }
    expect(await renderClaims(server.instance, claims, gone)).toEqual({ all: 'nobody', metadata: null })
  })

  test.each<[object, string, string]>([
    [{ sub: 'me' }, 'session_claims.sub', 'jwt_template_reserved_claim'],
    [{ metadata: { role: '{{user.' } }, 'session_claims.metadata.role', 'form_param_format_invalid'],
    [{ a: '{{user.private_metadata}}' }, 'session_claims.a', 'form_param_format_invalid'],
    [{ a: 'x'.repeat(1300) }, 'session_claims', 'form_param_format_invalid'],
  ])('session claims of %j are refused', async (session_claims, name, code) => {
    const { status, body } = await configure(session_claims)
    expect([status, body.errors[0].code, body.errors[0].meta.param_name]).toEqual([422, code, name])
    expect((await server.backend('GET', '/instance/settings')).body.session_claims).toEqual({})
  })

  test('claims keep their names, in settings and in code', async () => {
    const session_claims = { snake_case: { inner_name: '{{user.id}}' }, camelCase: 1 }
    expect((await configure(session_claims)).body.session_claims).toEqual(session_claims)
    const { claims, userId } = await signedIn()
    expect(await claims()).toMatchObject({ snake_case: { inner_name: userId }, camelCase: 1 })
  })
})

describe('claims in code and in the environment', () => {
  test('what code says is in tokens and is changed nowhere else', async () => {
    const server = await testServer('sqlite', { sessionClaims: { from_code: '{{session.id}}' } })
    try {
      const browser = server.browser()
      const { created_session_id: sessionId } = await browser.signUp()
      const { body } = await browser.call('POST', `/client/sessions/${sessionId}/tokens`)
      expect(claimsOf(body.jwt).from_code).toBe(sessionId)
      const refused = await server.backend('PATCH', '/instance/settings', { session_claims: { other: 1 } })
      expect(refused).toBeRefused(422, 'setting_locked')
    } finally {
      await server.close()
    }
  })
})

test('the page about claims names the shortcodes that there are', () => {
  const page = readFileSync(new URL('../../../../docs/claims.md', import.meta.url), 'utf8')
  const [, table] = page.split('| shortcode | |\n')
  const named = [...table!.split('\n\n')[0]!.matchAll(/`((?:user|org|org_membership|session)\.\w+)`/g)].map(([, name]) => name)
  expect(named.toSorted()).toEqual(Object.keys(shortcodes).toSorted())
})
