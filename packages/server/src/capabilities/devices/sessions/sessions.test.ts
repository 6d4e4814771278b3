import { frontendApi } from '@frontdesk/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type AnyBody, engines, type TestBrowser, type TestServer, testOrigin, testServer } from '../../../testing/test-server.js'

const minute = 60_000

describe.each(engines)('sessions in the browser on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await testServer(engine)
  })
  afterAll(() => server.close())

  async function signedIn(fields: { emailAddress?: string } = {}) {
    const browser = server.browser()
    const { created_session_id: sessionId, created_user_id: userId } = await browser.signUp(fields.emailAddress)
    return { browser, sessionId: sessionId as string, userId: userId as string }
  }
  const token = (browser: TestBrowser, sessionId: string, fields: Record<string, unknown> = {}) =>
    browser.call('POST', `/client/sessions/${sessionId}/tokens`, fields)

  test('a token names the page, the session and the user, and lives for a minute', async () => {
    const { browser, sessionId, userId } = await signedIn()
    const answer = await token(browser, sessionId, { organization_id: null, tab_state: 'focused' })
    expect(answer.status).toBe(200)
    expect(answer.cookies).toEqual([])
    expect(frontendApi.sessions.createSessionToken.shapes.response.parse(answer.body)).toEqual(answer.body)
    const now = Math.floor(server.clock.now() / 1000)
    expect(claimsOf(answer.body.jwt)).toMatchObject({
      azp: testOrigin,
      exp: now + 60,
      fva: [0, -1],
      iat: now,
      iss: server.instance.keys.issuer,
      sid: sessionId,
      sts: 'active',
      sub: userId,
      v: 2,
    })
  })

  test('what clerk-js adds to a token request signs nobody out', async () => {
    const { browser, sessionId } = await signedIn()
    const old = (await token(browser, sessionId)).body.jwt
    const answer = await browser.call('POST', `/client/sessions/${sessionId}/tokens?debug=skip_cache&expired_token=${old}`, {
      tab_state: 'hidden',
      force_origin: 'true',
    })
    expect(answer.status).toBe(200)
  })

  test("another browser's session gives no token", async () => {
    const { sessionId } = await signedIn()
    const other = await signedIn()
    const answer = await token(other.browser, sessionId)
    expect(answer.status).toBe(401)
    expect(answer.body.errors[0].code).toBe('signed_out')
    expect((await token(server.browser(), sessionId)).status).toBe(401)
  })

  test('a foreign page gets no token', async () => {
    const { browser, sessionId } = await signedIn()
    const answer = await browser.call('POST', `/client/sessions/${sessionId}/tokens`, {}, { origin: 'https://evil.example' })
    expect(answer.status).toBe(400)
    expect(answer.body.errors[0].code).toBe('origin_invalid')
  })

  test('a revoked session and a banned user are refused with the next token', async () => {
    const revoked = await signedIn()
    await server.backend('POST', `/sessions/${revoked.sessionId}/revoke`)
    expect((await token(revoked.browser, revoked.sessionId)).status).toBe(401)

    const banned = await signedIn()
    await server.instance.db.updateTable('users').set({ banned: 1 }).where('id', '=', banned.userId).execute()
    expect((await token(banned.browser, banned.sessionId)).status).toBe(401)
    expect((await banned.browser.call('POST', `/client/sessions/${banned.sessionId}/touch`)).status).toBe(401)
  })

  test('use of a session is noted at most once a minute and puts off the end by inactivity', async () => {
    const { browser, sessionId, userId } = await signedIn()
    const stored = async () => (await server.backend('GET', `/sessions/${sessionId}`)).body
    const begun = await stored()

    server.clock.advance(minute - 1)
    await token(browser, sessionId)
    expect((await stored()).last_active_at).toBe(begun.last_active_at)

    server.clock.advance(1)
    await browser.call('POST', `/client/sessions/${sessionId}/tokens`, {}, { 'user-agent': 'Mozilla/5.0 Firefox/130.0' })
    expect(await stored()).toMatchObject({
      last_active_at: begun.last_active_at + minute,
      abandon_at: begun.abandon_at + minute,
      expire_at: begun.expire_at,
      latest_activity: { browser_name: 'Firefox', browser_version: '130.0' },
    })
    const user = await server.instance.db.selectFrom('users').select('last_active_at').where('id', '=', userId).executeTakeFirst()
    expect(user?.last_active_at).toBe(server.clock.now())
  })

  test('touch shows the session with a fresh token and cookies', async () => {
    const { browser, sessionId } = await signedIn()
    const answer = await browser.call('POST', `/client/sessions/${sessionId}/touch`, {
      active_organization_id: null,
      intent: 'focus',
    })
    expect(answer.status).toBe(200)
    expect(answer.body.response).toMatchObject({ id: sessionId, status: 'active', last_active_token: { object: 'token' } })
    expect(answer.body.client.last_active_session_id).toBe(sessionId)
    frontendApi.sessions.touchSession.shapes.response.parse(answer.body.response)
    const suffix = server.instance.keys.cookieSuffix
    expect(answer.cookies).toEqual(['__session', `__session_${suffix}`, '__client_uat', `__client_uat_${suffix}`])
  })

  test('focus does not outdate the tokens of other tabs', async () => {
    const { browser, sessionId } = await signedIn()
    const before = browser.cookies.get('__client_uat')
    server.clock.advance(5_000)
    await browser.call('POST', `/client/sessions/${sessionId}/touch`, { intent: 'focus' })
    expect(browser.cookies.get('__client_uat')).toBe(before)
  })

  test.each([
    ['an unknown field', { nonsense: '1' }, 422, 'form_param_unknown'],
    ['an unknown intent', { intent: 'steal' }, 422, 'form_param_value_invalid'],
    ['an organization nobody has', { active_organization_id: 'org_x' }, 404, 'resource_not_found'],
    ['a NUL', { active_organization_id: '\0' }, 422, 'form_param_format_invalid'],
  ])('touch refuses %s', async (_name, fields, status, code) => {
    const { browser, sessionId } = await signedIn()
    const answer = await browser.call('POST', `/client/sessions/${sessionId}/touch`, fields)
    expect(answer.status).toBe(status)
    expect(answer.body.errors[0].code).toBe(code)
  })

  test('when two people share a browser, touch switches, and the one who leaves gives way to the other', async () => {
    const browser = server.browser()
    const first = (await browser.signUp()).created_session_id
    server.clock.advance(1_000)
    const second = (await browser.signUp()).created_session_id
    const client = async () => (await browser.call('GET', '/client')).body.response
    expect((await client()).sessions.map((session: AnyBody) => session.id)).toEqual([first, second])
    expect((await client()).last_active_session_id).toBe(second)

    server.clock.advance(1_000)
    await browser.call('POST', `/client/sessions/${first}/touch`, { intent: 'select_session' })
    expect((await client()).last_active_session_id).toBe(first)
    expect(claimsOf(browser.cookies.get('__session')!).sid).toBe(first)
    expect(Number(browser.cookies.get('__client_uat'))).toBe(Math.floor(server.clock.now() / 1000))

    const ended = await browser.call('POST', `/client/sessions/${first}/end`)
    expect(ended.body.response).toMatchObject({ id: first, status: 'ended', last_active_token: null })
    expect(ended.body.client.last_active_session_id).toBe(second)
    expect(claimsOf(browser.cookies.get('__session')!).sid).toBe(second)
    expect((await token(browser, first)).status).toBe(401)
    expect((await server.events()).at(-1)).toBe('session.ended')

    const removed = await browser.call('POST', `/client/sessions/${second}/remove`)
    expect(removed.body.response.status).toBe('removed')
    expect(removed.body.client.sessions).toEqual([])
    expect(browser.cookies.get('__session')).toBeUndefined()
    expect(browser.cookies.get('__client_uat')).toBe('0')
    expect((await server.events()).at(-1)).toBe('session.removed')
  })

  test('ending a session again changes nothing and tells nobody', async () => {
    const { browser, sessionId } = await signedIn()
    await browser.call('POST', `/client/sessions/${sessionId}/end`)
    const events = await server.events()
    const again = await browser.call('POST', `/client/sessions/${sessionId}/remove`)
    expect(again.status).toBe(200)
    expect(again.body.response.status).toBe('ended')
    expect(await server.events()).toEqual(events)
  })

  test("nobody ends another browser's session", async () => {
    const victim = await signedIn()
    const attacker = await signedIn()
    for (const action of ['end', 'remove', 'touch']) {
      const answer = await attacker.browser.call('POST', `/client/sessions/${victim.sessionId}/${action}`)
      expect([401, 404]).toContain(answer.status)
    }
    expect((await token(victim.browser, victim.sessionId)).status).toBe(200)
  })

  test("a banned person's session never becomes the current one", async () => {
    const browser = server.browser()
    const banned = await browser.signUp()
    const other = (await browser.signUp()).created_session_id
    await server.instance.db.updateTable('users').set({ banned: 1 }).where('id', '=', banned.created_user_id).execute()
    await browser.call('POST', `/client/sessions/${other}/end`)
    expect(browser.cookies.get('__session')).toBeUndefined()
    expect(browser.cookies.get('__client_uat')).toBe('0')
  })

  test('signing out keeps the client and removes every session', async () => {
    const { browser, sessionId } = await signedIn()
    const secret = browser.cookies.get(server.clientCookie)
    const answer = await browser.call('DELETE', '/client/sessions')
    expect(answer.body.response).toMatchObject({ sessions: [], last_active_session_id: null })
    expect(browser.cookies.get(server.clientCookie)).toBe(secret)
    expect(browser.cookies.get('__session')).toBeUndefined()
    expect((await token(browser, sessionId)).status).toBe(401)
  })

  test('deleting the client takes its cookie away, and the old value opens nothing', async () => {
    const { browser, sessionId } = await signedIn()
    const secret = browser.cookies.get(server.clientCookie)!
    const answer = await browser.call('DELETE', '/client')
    expect(answer.body).toEqual({ response: null, client: null })
    expect(answer.cookies.at(-1)).toBe(server.clientCookie)
    expect(browser.cookies.get(server.clientCookie)).toBeUndefined()
    browser.cookies.set(server.clientCookie, secret)
    expect((await browser.call('GET', '/client')).body).toEqual({ response: null, client: null })
    expect((await server.backend('GET', `/sessions/${sessionId}`)).body.status).toBe('removed')
  })

  test('PUT makes a client where there is none and keeps one that is there', async () => {
    const browser = server.browser()
    const made = await browser.call('PUT', '/client')
    expect(made.cookies).toEqual([server.clientCookie])
    const again = await browser.call('PUT', '/client')
    expect(again.body.response.id).toBe(made.body.response.id)
    expect(again.cookies).toEqual([])
  })

  test('session fixation: a cookie planted before the sign-in opens nothing after it', async () => {
    const attacker = server.browser()
    await attacker.call('POST', '/client')
    const victim = server.browser()
    victim.cookies.set(server.clientCookie, attacker.cookies.get(server.clientCookie)!)
    const session = (await victim.signUp()).created_session_id

    expect(victim.cookies.get(server.clientCookie)).not.toBe(attacker.cookies.get(server.clientCookie))
    expect((await attacker.call('GET', '/client')).body.response).toBeNull()
    expect((await token(attacker, session)).status).toBe(401)
  })

  test.each([
    ['too old', { lifetimeSeconds: 3600, inactivitySeconds: 7200 }, 'expired'],
    ['too long unused', { lifetimeSeconds: 7200, inactivitySeconds: 3600 }, 'abandoned'],
  ])('a session that is %s ends by the clock, without a request', async (_name, session, status) => {
    const own = await testServer(engine, { session })
    const browser = own.browser()
    const id = (await browser.signUp()).created_session_id
    own.clock.advance(3600_000 - 1)
    expect((await browser.call('GET', `/client/sessions/${id}`)).status).toBe(200)
    own.clock.advance(1)
    expect((await browser.call('POST', `/client/sessions/${id}/tokens`)).status).toBe(401)
    expect((await browser.call('GET', `/client/sessions/${id}`)).status).toBe(404)
    expect((await browser.call('GET', '/client')).body.response.sessions).toEqual([])
    expect((await own.backend('GET', `/sessions/${id}`)).body.status).toBe(status)
    expect((await own.backend('GET', `/sessions?status=${status}`)).body).toHaveLength(1)
    expect((await own.backend('GET', '/sessions?status=active')).body).toHaveLength(0)
    await own.close()
  })

  test('with single sessions the second person is told to wait until the first has left', async () => {
    const own = await testServer(engine, { session: { single: true } })
    const setup = own.browser()
    await setup.signUp('second@example.com')
    const browser = own.browser()
    await browser.signUp('first@example.com')
    const refused = await browser.call('POST', '/client/sign_ins', { identifier: 'second@example.com' })
    expect(refused.status).toBe(400)
    expect(refused.body.errors[0].code).toBe('session_exists')
    await browser.call('DELETE', '/client/sessions')
    await browser.signIn('second@example.com')
    expect((await browser.call('GET', '/client')).body.response.sessions).toHaveLength(1)
    await own.close()
  })
})

function claimsOf(jwt: string): AnyBody {
  return JSON.parse(Buffer.from(jwt.split('.')[1]!, 'base64url').toString())
}
