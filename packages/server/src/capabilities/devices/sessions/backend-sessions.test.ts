import { generateKeyPairSync, sign } from 'node:crypto'
import { backendApi } from '@frontdesk/contract'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type AnyBody, engines, type TestBrowser, type TestServer, testOrigin, testServer } from '../../../testing/test-server.js'

describe.each(engines)('sessions and clients for servers on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await testServer(engine)
  })
  afterAll(() => server.close())

  async function signedIn() {
    const browser = server.browser()
    const { created_session_id: sessionId, created_user_id: userId } = await browser.signUp()
    return { browser, sessionId: sessionId as string, userId: userId as string }
  }

  test('a server lists sessions newest first, by client, user and status, as a list or a page', async () => {
    const { browser, sessionId: first, userId } = await signedIn()
    server.clock.advance(1_000)
    const second = (await browser.signUp()).created_session_id
    await server.backend('POST', `/sessions/${second}/revoke`)
    const client = (await browser.call('GET', '/client')).body.response.id

    const ids = async (query: string) => (await server.backend('GET', `/sessions?${query}`)).body.map((each: AnyBody) => each.id)
    expect(await ids(`client_id=${client}`)).toEqual([second, first])
    expect(await ids(`client_id=${client}&limit=1&offset=1`)).toEqual([first])
    expect(await ids(`user_id=${userId}`)).toEqual([first])
    expect(await ids(`client_id=${client}&status=revoked`)).toEqual([second])
    expect(await ids(`client_id=${client}&status=active`)).toEqual([first])
    expect(await ids(`client_id=${client}&status=pending`)).toEqual([])
    expect(await ids('user_id=user_nobody')).toEqual([])

    const page = await server.backend('GET', `/sessions?client_id=${client}&paginated=true&limit=1`)
    expect(page.headers.get('content-type')).toBe('application/json')
    expect(page.body).toMatchObject({ data: [{ id: second, status: 'revoked', client_id: client }], total_count: 2 })
    backendApi.sessions.getSessionList.shapes.response.parse(page.body)
  })

  test.each([
    ['/sessions?limit=0', 422, 'form_param_value_invalid'],
    ['/sessions?limit=501', 422, 'form_param_value_invalid'],
    ['/sessions?offset=-1', 422, 'form_param_type_invalid'],
    ['/sessions?limit=ten', 422, 'form_param_type_invalid'],
    ['/sessions?status=asleep', 422, 'form_param_value_invalid'],
    ['/sessions?color=red', 422, 'form_param_unknown'],
    ['/sessions?user_id=a&user_id=b', 422, 'form_param_type_invalid'],
    [`/sessions?user_id=${'x'.repeat(100)}`, 422, 'form_param_max_length_exceeded'],
    ['/sessions?user_id=%00', 422, 'form_param_format_invalid'],
    ['/sessions/sess_nobody', 404, 'resource_not_found'],
    ['/sessions/%00', 404, 'resource_not_found'],
    ['/sessions/%ff', 404, 'resource_not_found'],
    ['/clients/client_nobody', 404, 'resource_not_found'],
  ])('GET %s is refused', async (path, status, code) => {
    const answer = await server.backend('GET', path)
    expect(answer.status).toBe(status)
    expect(answer.body.errors[0].code).toBe(code)
  })

  test.each(['/sessions', '/clients', '/jwks', '/sessions/sess_x'])('%s is closed without the secret key', async (path) => {
    expect((await server.backend('GET', path, undefined, { authorization: '' })).status).toBe(401)
    expect((await server.backend('GET', path, undefined, { authorization: 'Bearer sk_live_wrong' })).status).toBe(401)
  })

  test('revoking ends a session once', async () => {
    const { sessionId } = await signedIn()
    const answer = await server.backend('POST', `/sessions/${sessionId}/revoke`)
    expect(answer.body).toMatchObject({ id: sessionId, status: 'revoked' })
    const events = await server.events()
    expect(events.at(-1)).toBe('session.revoked')
    expect((await server.backend('POST', `/sessions/${sessionId}/revoke`)).body.status).toBe('revoked')
    expect(await server.events()).toEqual(events)
    expect((await server.backend('POST', '/sessions/sess_nobody/revoke')).status).toBe(404)
  })

  test('a development instance makes sessions for tests; a production one does not', async () => {
    const { userId } = await signedIn()
    const made = await server.backend('POST', '/sessions', { user_id: userId })
    expect(made.body).toMatchObject({ object: 'session', status: 'active', user_id: userId })
    expect((await server.events()).at(-1)).toBe('session.created')
    expect((await server.backend('POST', '/sessions', { user_id: 'user_nobody' })).status).toBe(404)
    expect((await server.backend('POST', '/sessions', {})).body.errors[0]).toMatchObject({
      code: 'form_param_missing',
      meta: { param_name: 'user_id' },
    })

    await server.instance.db.updateTable('users').set({ banned: 1 }).where('id', '=', userId).execute()
    expect((await server.backend('POST', '/sessions', { user_id: userId })).body.errors[0].code).toBe('user_banned')
    expect((await server.backend('POST', `/sessions/${made.body.id}/tokens`)).status).toBe(404)

    const production = await testServer(engine, { environment: 'production' })
    const refused = await production.backend('POST', '/sessions', { user_id: userId })
    expect(refused.status).toBe(403)
    await production.close()
  })

  test('a token for a server lives as long as asked, and only while the session does', async () => {
    const { sessionId, userId } = await signedIn()
    const { body } = await server.backend('POST', `/sessions/${sessionId}/tokens`, { expires_in_seconds: 3600 })
    const claims = claimsOf(body.jwt)
    expect(claims).toMatchObject({ sid: sessionId, sub: userId })
    expect(claims.exp - claims.iat).toBe(3600)
    expect(claimsOf((await server.backend('POST', `/sessions/${sessionId}/tokens`)).body.jwt).exp - claims.iat).toBe(60)
    for (const seconds of [29, 315_360_001, 1.5, '1e9', true])
      expect((await server.backend('POST', `/sessions/${sessionId}/tokens`, { expires_in_seconds: seconds })).status).toBe(422)
    await server.backend('POST', `/sessions/${sessionId}/revoke`)
    expect((await server.backend('POST', `/sessions/${sessionId}/tokens`)).status).toBe(404)
  })

  test('a server lists clients, looks one up and verifies one by its cookie', async () => {
    const { browser, sessionId } = await signedIn()
    const id = (await browser.call('GET', '/client')).body.response.id
    const { body: client } = await server.backend('GET', `/clients/${id}`)
    backendApi.clients.getClient.shapes.response.parse(client)
    expect(client).toMatchObject({ object: 'client', id, session_ids: [sessionId], last_active_session_id: sessionId })
    expect((await server.backend('POST', '/clients/verify', { token: browser.cookies.get(server.clientCookie) })).body).toEqual(
      client,
    )
    expect((await server.backend('POST', '/clients/verify', { token: 'forged' })).status).toBe(404)
    expect((await server.backend('POST', '/clients/verify', {})).status).toBe(422)
    const page = (await server.backend('GET', '/clients?paginated=true&limit=500')).body
    expect(page.data).toContainEqual(client)
    expect(page.total_count).toBe(page.data.length)
    expect((await server.backend('GET', '/clients?limit=1')).body).toHaveLength(1)
  })

  test('a token verifies its own session and the client of it, until the token or the session ends', async () => {
    const { browser, sessionId } = await signedIn()
    const other = await signedIn()
    const { id } = (await browser.call('GET', '/client')).body.response
    const { jwt: token } = (await browser.call('POST', `/client/sessions/${sessionId}/tokens`)).body
    const verify = async () => [
      await server.backend('POST', `/sessions/${sessionId}/verify`, { token }),
      await server.backend('POST', '/clients/verify', { token }),
    ]
    expect((await verify()).map(({ status, body }) => [status, body.id])).toEqual([
      [200, sessionId],
      [200, id],
    ])
    expect((await server.backend('POST', `/sessions/${other.sessionId}/verify`, { token })).status).toBe(404)
    const forged = `${token.slice(0, -8)}AAAAAAAA`
    expect((await server.backend('POST', `/sessions/${sessionId}/verify`, { token: forged })).status).toBe(404)
    expect((await server.backend('POST', '/clients/verify', { token: forged })).status).toBe(404)

    server.clock.advance(60_000)
    expect((await verify()).map(({ status }) => status)).toEqual([404, 404])
    const fresh = (await browser.call('POST', `/client/sessions/${sessionId}/tokens`)).body.jwt
    await server.backend('POST', `/sessions/${sessionId}/revoke`)
    expect((await server.backend('POST', `/sessions/${sessionId}/verify`, { token: fresh })).status).toBe(404)
  })

  describe('a refresh', () => {
    let browser: TestBrowser
    let sessionId: string
    let refreshToken: string
    let expiredToken: string

    beforeEach(async () => {
      const begun = await signedIn()
      browser = begun.browser
      sessionId = begun.sessionId
      expiredToken = browser.cookies.get('__session')!
      refreshToken = await handshakeFor(browser)
      server.clock.advance(120_000)
    })

    async function handshakeFor(from: TestBrowser): Promise<string> {
      const answer = await server.request(`/__clerk/v1/client/handshake?format=nonce&redirect_url=${testOrigin}/`, {
        headers: { cookie: from.cookies.header() },
      })
      const nonce = answer.headers.getSetCookie()[0]!.match(/=([^;]+)/)![1]
      const { directives } = (await server.backend('GET', `/clients/handshake_payload?nonce=${nonce}`)).body
      return directives.find((line: string) => line.startsWith('__refresh_')).match(/=([^;]+)/)[1]
    }

    const refresh = (fields: Record<string, unknown> = {}, id = sessionId) =>
      server.backend('POST', `/sessions/${id}/refresh?suffixed_cookies=true`, {
        format: 'cookie',
        expired_token: expiredToken,
        refresh_token: refreshToken,
        request_origin: testOrigin,
        request_headers: { host: ['localhost:3000'] },
        ...fields,
      })

    test('a refresh answers cookies with a new token of the same session', async () => {
      const { status, body } = await refresh()
      expect(status).toBe(200)
      expect(body.object).toBe('cookies')
      expect(body.cookies.map((line: string) => line.split('=')[0])).toEqual([
        '__session',
        `__session_${server.instance.keys.cookieSuffix}`,
      ])
      const claims = claimsOf(body.cookies[0].match(/=([^;]+)/)[1])
      expect(claims).toMatchObject({ sid: sessionId, azp: testOrigin, iat: Math.floor(server.clock.now() / 1000) })
      expect((await server.backend('GET', `/sessions/${sessionId}`)).body.last_active_at).toBe(server.clock.now())
    })

    test('a refresh answers only the token when asked', async () => {
      for (const format of ['token', null, undefined]) {
        const { body } = await refresh({ format })
        expect(body.object).toBe('token')
        expect(claimsOf(body.jwt).sid).toBe(sessionId)
      }
    })

    test('a refresh is refused after a revocation', async () => {
      await server.backend('POST', `/sessions/${sessionId}/revoke`)
      expect((await refresh()).status).toBe(401)
    })

    test('a refresh is refused for banned users', async () => {
      const { user_id: userId } = (await server.backend('GET', `/sessions/${sessionId}`)).body
      await server.instance.db.updateTable('users').set({ banned: 1 }).where('id', '=', userId).execute()
      expect((await refresh()).status).toBe(401)
    })

    test("a refresh is refused with another session's tokens", async () => {
      const other = await signedIn()
      const otherRefresh = await handshakeFor(other.browser)
      expect((await refresh({ refresh_token: otherRefresh })).status).toBe(401)
      expect((await refresh({ expired_token: other.browser.cookies.get('__session') })).status).toBe(401)
      expect((await refresh({}, other.sessionId)).status).toBe(401)
      expect((await refresh({}, 'sess_nobody')).status).toBe(401)
    })

    test("a refresh is refused with the token of the user's other session", async () => {
      const { user_id: userId } = (await server.backend('GET', `/sessions/${sessionId}`)).body
      const other = (await server.backend('POST', '/sessions', { user_id: userId })).body.id
      const { jwt } = (await server.backend('POST', `/sessions/${other}/tokens`)).body
      expect((await refresh({ expired_token: jwt })).status).toBe(401)
    })

    test('a refresh is refused with tokens that our own key signed for something else', async () => {
      const { kid, privateKey } = await server.instance.keyRing.signingKey()
      const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
      const signed = (header: object, claims: object = {}) => {
        const names = { alg: 'RS256', typ: 'JWT', kid, ...header }
        const content = `${encode(names)}.${encode({ ...claimsOf(expiredToken), ...claims })}`
        return `${content}.${sign('RSA-SHA256', Buffer.from(content), privateKey).toString('base64url')}`
      }
      expect((await refresh({ expired_token: signed({}) })).status).toBe(200)
      for (const header of [{ cat: 'cl_B7d4PD222AAA' }, { typ: 'at+jwt' }, { alg: 'none' }, { alg: 'HS256' }, { crit: ['b64'] }])
        expect([header, (await refresh({ expired_token: signed(header) })).status]).toEqual([header, 401])
      for (const claims of [
        { iss: 'https://other.example' },
        { sub: 'user_other' },
        { sub: 7 },
        { sid: undefined },
        { exp: 'never' },
      ])
        expect([claims, (await refresh({ expired_token: signed({}, claims) })).status]).toEqual([claims, 401])
    })

    test('a refresh is refused with a refresh token that a newer handshake replaced', async () => {
      await handshakeFor(browser)
      expect((await refresh()).status).toBe(401)
    })

    test('a refresh is refused with every kind of forged token', async () => {
      const [header, payload, signature] = expiredToken.split('.') as [string, string, string]
      const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
      const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
      const signed = (head: object) => {
        const content = `${encode(head)}.${payload}`
        return `${content}.${sign('RSA-SHA256', Buffer.from(content), privateKey).toString('base64url')}`
      }
      const names = JSON.parse(Buffer.from(header, 'base64url').toString())
      const forgeries = {
        'no signature': `${header}.${payload}.`,
        'alg none': `${encode({ ...names, alg: 'none' })}.${payload}.${signature}`,
        'own key': signed(names),
        'own key in the header': signed({ ...names, jwk: publicKey.export({ format: 'jwk' }) }),
        'other key id': signed({ ...names, kid: 'mine' }),
        'other claims': `${header}.${encode({ ...claimsOf(expiredToken), sub: 'user_x' })}.${signature}`,
        'another spelling': `${header}.${payload}.${signature}=`,
        'a fourth part': `${expiredToken}.x`,
        nonsense: 'nonsense',
        'a handshake token': await handshakeToken(),
      }
      for (const [name, token] of Object.entries(forgeries)) {
        const answer = await refresh({ expired_token: token })
        expect([name, answer.status, answer.body.errors[0].code]).toEqual([name, 401, 'authentication_invalid'])
      }
    })

    async function handshakeToken(): Promise<string> {
      const answer = await server.request(`/__clerk/v1/client/handshake?redirect_url=${testOrigin}/`)
      return answer.headers.getSetCookie()[0]!.match(/=([^;]+)/)![1]!
    }

    test.each([
      ['expired_token', undefined, 'form_param_missing'],
      ['refresh_token', undefined, 'form_param_missing'],
      ['request_origin', undefined, 'form_param_missing'],
      ['request_origin', 'javascript:alert(1)', 'form_param_format_invalid'],
      ['request_origin', 'nowhere', 'form_param_format_invalid'],
      ['expired_token', 7, 'form_param_type_invalid'],
      ['refresh_token', 'x'.repeat(9000), 'form_param_max_length_exceeded'],
      ['format', 'xml', 'form_param_value_invalid'],
      ['nonsense', 'x', 'form_param_unknown'],
    ])('a refresh with %s %j is refused', async (field, value, code) => {
      const answer = await refresh({ [field]: value })
      expect(answer.status).toBe(422)
      expect(answer.body.errors[0]).toMatchObject({ code, meta: { param_name: field } })
    })
  })
})

function claimsOf(jwt: string): AnyBody {
  return JSON.parse(Buffer.from(jwt.split('.')[1]!, 'base64url').toString())
}
