import { type TrustedProxies, targetOf } from '@frontdesk/contract/requests'
import { describe, expect, test } from 'vitest'
import { decide, outcome, page, type Sent, suffix } from '../testing/decide.js'
import { desk, liveKey, now, pem, stranger, testKey, token } from '../testing/desk.js'
import { requestUrl } from './request-url.js'

const uat = String(now - 100)
const good = token()
const expired = token({ iat: now - 200, exp: now - 100 })

describe('a production request', () => {
  test.each<[string, Sent, string]>([
    ['without anything', {}, 'signed-out: session-token-and-uat-missing'],
    ['with a good cookie', { cookies: { __session: good, __client_uat: uat } }, 'signed-in'],
    [
      'with a good cookie and a local key',
      { cookies: { __session: good, __client_uat: uat }, options: { jwtKey: pem } },
      'signed-in',
    ],
    ['with a good bearer', { headers: { authorization: `Bearer ${good}` } }, 'signed-in'],
    ['with a bare token for a bearer', { headers: { authorization: good } }, 'signed-in'],
    ['with another scheme', { headers: { authorization: `Basic ${good}` } }, 'signed-out: session-token-and-uat-missing'],
    ['with a bearer that is no token', { headers: { authorization: 'Bearer hello' } }, 'signed-out: token-invalid'],
    [
      "with a stranger's bearer",
      { headers: { authorization: `Bearer ${token({}, {}, stranger.privateKey)}` } },
      'signed-out: token-invalid-signature',
    ],
    [
      'with a template token',
      { cookies: { __session: token({}, { cat: 'cl_B7d4PD222AAA' }), __client_uat: uat } },
      'signed-out: token-type-mismatch',
    ],
    [
      'with a bad bearer beside a good cookie',
      { headers: { authorization: 'Bearer x' }, cookies: { __session: good, __client_uat: uat } },
      'signed-out: token-invalid',
    ],
    [
      'with a key id nobody knows',
      { headers: { authorization: `Bearer ${token({}, { kid: 'ins_2' })}` } },
      'signed-out: jwk-kid-mismatch',
    ],
    [
      'with a foreign page as azp',
      {
        headers: { authorization: `Bearer ${token({ azp: 'https://evil.example' })}` },
        options: { authorizedParties: ['https://app.example'] },
      },
      'signed-out: token-invalid-authorized-parties',
    ],
    [
      'from a browser that signed out, with a token left over',
      { cookies: { __session: good, __client_uat: '0' } },
      'signed-out: session-token-but-no-client-uat',
    ],
    ['that lost its token', { cookies: { __client_uat: uat } }, 'signed-out: client-uat-but-no-session-token'],
    [
      'whose token is older than the last change',
      { cookies: { __session: good, __client_uat: String(now) } },
      'signed-out: session-token-iat-before-client-uat',
    ],
    [
      'with an expired token',
      { cookies: { __session: expired, __client_uat: String(now - 300) } },
      'signed-out: session-token-expired-refresh-non-eligible-no-refresh-cookie',
    ],
    [
      'with an expired token and a POST',
      { method: 'POST', cookies: { __session: expired, __client_uat: String(now - 300) } },
      'signed-out: session-token-expired-refresh-non-eligible-non-get',
    ],
    [
      'with a token from the future',
      { cookies: { __session: token({ iat: now + 60 }), __client_uat: uat } },
      'signed-out: session-token-iat-in-the-future',
    ],
    [
      'with a token that is not valid yet',
      { cookies: { __session: token({ nbf: now + 60 }), __client_uat: uat } },
      'signed-out: session-token-nbf',
    ],
  ])('a production request: %s', async (_, sent, expected) => {
    const decision = await decide(sent)
    expect(outcome(decision)).toBe(expected)
    expect(decision.auth().isAuthenticated).toBe(expected === 'signed-in')
    if (expected !== 'signed-in') expect(decision.sent('x-clerk-auth-reason')).toEqual([decision.reason])
  })

  test('a production request turns a pending session away, unless told otherwise', async () => {
    const { auth } = await decide({ headers: { authorization: `Bearer ${token({ sts: 'pending' })}` } })
    expect(auth()).toMatchObject({ isAuthenticated: false, userId: null, sessionStatus: 'pending' })
    expect(auth({ treatPendingAsSignedOut: false })).toMatchObject({ isAuthenticated: true, userId: 'user_1' })
  })

  test('a production request keeps what a token says out of the header where a header cannot hold it', async () => {
    const nasty = token({}, { kid: `\r\nset-cookie: a=b ${'x'.repeat(2_000)} é` })
    const [message] = (await decide({ headers: { authorization: `Bearer ${nasty}` } })).sent('x-clerk-auth-message')
    expect(message).toMatch(/^[\x20-\x7e]{1,500}$/)
  })
})

describe('the cookies of several instances', () => {
  const own = suffix(liveKey)
  const foreign = token({ iss: 'https://other.example', sub: 'user_of_another' })
  const newerForeign = token({ iss: 'https://other.example', sub: 'user_of_another', iat: now - 5 })
  const other = token({ sub: 'user_2', iat: now - 5 })

  test.each<[string, Record<string, string>, string | null]>([
    ['plain ones alone', { __session: good, __client_uat: uat }, 'user_1'],
    ['suffixed ones alone', { [`__session_${own}`]: good, [`__client_uat_${own}`]: uat }, 'user_1'],
    [
      "another instance's plain ones",
      { __session: foreign, __client_uat: uat, [`__session_${own}`]: good, [`__client_uat_${own}`]: uat },
      'user_1',
    ],
    ["another instance's plain ones alone", { __session: foreign, __client_uat: uat }, null],
    [
      'newer plain ones',
      { __session: other, __client_uat: uat, [`__session_${own}`]: good, [`__client_uat_${own}`]: uat },
      'user_2',
    ],
    [
      'a suffixed sign-out before a plain sign-in',
      { __session: good, __client_uat: uat, [`__client_uat_${own}`]: '0' },
      'user_1',
    ],
    ['a suffixed token whose uat is missing', { __session: good, __client_uat: uat, [`__session_${own}`]: other }, 'user_1'],
    [
      "another app's plain cookie that is no token",
      { __session: 'x', __client_uat: uat, [`__session_${own}`]: good, [`__client_uat_${own}`]: uat },
      'user_1',
    ],
    [
      "another instance's newer plain ones",
      { __session: newerForeign, __client_uat: uat, [`__session_${own}`]: good, [`__client_uat_${own}`]: uat },
      'user_1',
    ],
    [
      'a plain sign-out that left its newer token',
      { __session: other, __client_uat: '0', [`__session_${own}`]: good, [`__client_uat_${own}`]: uat },
      'user_1',
    ],
    [
      'older plain ones',
      { __session: good, __client_uat: uat, [`__session_${own}`]: other, [`__client_uat_${own}`]: uat },
      'user_2',
    ],
    [
      'a suffixed sign-out that left its newer token',
      { __session: good, __client_uat: uat, [`__session_${own}`]: other, [`__client_uat_${own}`]: '0' },
      'user_1',
    ],
    ["another app's plain sign-out", { __client_uat: '0', [`__session_${own}`]: good, [`__client_uat_${own}`]: uat }, 'user_1'],
    ['a plain cookie that is no token, alone', { __session: 'x', __client_uat: uat }, null],
    ['the suffix of another key', { __session_AAAAAAAA: good, __client_uat_AAAAAAAA: uat }, null],
    ['an encoded separator that would make a cookie', { a: `x%3B__session=${good}`, __client_uat: uat }, null],
    ['a percent-encoded token', { __session: good.replaceAll('.', '%2E'), __client_uat: uat }, 'user_1'],
  ])('cookies of several instances: %s', async (_, cookies, userId) => {
    expect((await decide({ cookies })).auth().userId).toBe(userId)
  })

  test("another instance's token is not even read where there is none of ours", async () => {
    const decision = await decide({ cookies: { __session: foreign, __client_uat: uat } })
    expect(outcome(decision)).toBe('signed-out: session-token-and-uat-missing')
  })

  test.each([
    ['production', liveKey],
    ['development', testKey],
  ])('a `__client_uat` that Clerk left on the parent domain sends a page of %s round once', async (_, key) => {
    const [uatName, sessionName, devBrowser] = [
      `__client_uat_${suffix(key)}`,
      `__session_${suffix(key)}`,
      `__clerk_db_jwt_${suffix(key)}`,
    ]
    const visit = async (cookies: Record<string, string>) =>
      outcome(
        await decide({
          key,
          headers: page,
          cookies: { __client_uat: uat, __clerk_db_jwt: 'dvb_1', [devBrowser]: 'dvb_1', ...cookies },
        }),
      )
    expect(await visit({})).toBe('handshake: client-uat-but-no-session-token')
    expect(await visit({ [uatName]: '0' })).toBe('signed-out: session-token-and-uat-missing')
    expect(await visit({ [uatName]: uat, [sessionName]: good })).toBe('signed-in')
  })
})

describe('a handshake', () => {
  const lost = { cookies: { __client_uat: uat }, headers: page }

  test('a handshake sends a document to the Frontend API on this origin, and says why', async () => {
    const decision = await decide({ ...lost, target: '/a?b=c&__clerk_db_jwt=dvb_1' })
    expect(outcome(decision)).toBe('handshake: client-uat-but-no-session-token')
    const [location] = decision.sent('location')
    const { origin, pathname, searchParams } = new URL(location!)
    expect(`${origin}${pathname}`).toBe('http://app.example/__clerk/v1/client/handshake')
    expect(Object.fromEntries(searchParams)).toEqual({
      redirect_url: 'http://app.example/a?b=c',
      __clerk_api_version: '2026-05-12',
      suffixed_cookies: 'false',
      __clerk_hs_reason: 'client-uat-but-no-session-token',
      format: 'nonce',
    })
    expect(decision.sent('cache-control')).toEqual(['no-store'])
    expect(decision.sent('set-cookie')).toEqual(['__clerk_redirect_count=1; SameSite=Lax; HttpOnly; Max-Age=2'])
    expect(decision.sent('x-clerk-auth-status')).toEqual(['handshake'])
  })

  test.each([
    ['an absolute proxy URL', { proxyUrl: 'https://auth.example/p/' }, 'https://auth.example/p/v1/client/handshake'],
    ['a relative one', { proxyUrl: '/desk' }, 'http://app.example/desk/v1/client/handshake'],
  ])('a handshake goes by %s', async (_, options, expected) => {
    const [location] = (await decide({ ...lost, options })).sent('location')
    expect(location!.split('?')[0]).toBe(expected)
  })

  test("a handshake returns to the proxy's host and protocol, and never to a host inside the path", async () => {
    const forwarded = { ...page, 'x-forwarded-host': 'www.example, inner', 'x-forwarded-proto': 'https,http' }
    const returnTo = async (sent: Sent) => new URL((await decide(sent)).sent('location')[0]!).searchParams.get('redirect_url')
    expect(await returnTo({ ...lost, headers: forwarded })).toBe('https://www.example/')
    expect(await returnTo({ ...lost, target: '//evil.example/x' })).toBe('http://app.example//evil.example/x')
    expect(await returnTo({ ...lost, headers: { ...page, 'x-forwarded-host': 'bad host' } })).toBe('http://app.example/')
  })

  test('a handshake is for a document in a frame, and counts how often it was tried', async () => {
    const cookies = { __client_uat: uat, __clerk_redirect_count: '1' }
    const decision = await decide({ cookies, headers: { ...page, 'sec-fetch-dest': 'iframe' } })
    expect(outcome(decision)).toBe('handshake: client-uat-but-no-session-token')
    expect(decision.sent('set-cookie')).toEqual(['__clerk_redirect_count=2; SameSite=Lax; HttpOnly; Max-Age=2'])
  })

  test.each<[string, Sent]>([
    ['a script', { headers: { accept: 'application/json' } }],
    ['a script that says so', { headers: { ...page, 'sec-fetch-dest': 'empty' } }],
    ['a form', { method: 'POST', headers: { ...page, 'sec-fetch-dest': 'document' } }],
    ['a third attempt within two seconds', { cookies: { __client_uat: uat, __clerk_redirect_count: '2' } }],
  ])('a handshake is not for %s', async (_, sent) => {
    const decision = await decide({ ...lost, ...sent })
    expect(outcome(decision)).toBe('signed-out: client-uat-but-no-session-token')
    expect(decision.sent('location')).toEqual([])
  })

  const directives = [`__session=${good}; Path=/`, '__client_uat=1; Path=/', '__clerk_handshake_nonce=; Max-Age=0']
  const server = () => desk({ 'GET /clients/handshake_payload?nonce=n1': { body: { directives } } })

  test('a handshake ends with the cookies of its nonce, and signed in', async () => {
    const decision = await decide({ cookies: { __clerk_handshake_nonce: 'n1' }, headers: page, server: server() })
    expect(outcome(decision)).toBe('signed-in')
    expect(decision.sent('set-cookie')).toEqual(directives)
    expect(decision.sent('location')).toEqual([])
    expect(decision.token).toBe(good)
  })

  test('a handshake ends with the cookies of its signed form', async () => {
    const decision = await decide({
      cookies: { __clerk_handshake: token({ handshake: directives, sub: undefined }) },
      headers: page,
    })
    expect(outcome(decision)).toBe('signed-in')
    expect(decision.sent('set-cookie')).toEqual(directives)
  })

  test('a handshake ends signed out when the browser has no session', async () => {
    const cleared = ['__session=; Max-Age=0', '__client_uat=0']
    const signedOut = desk({ 'GET /clients/handshake_payload?nonce=n1': { body: { directives: cleared } } })
    const decision = await decide({ cookies: { __clerk_handshake_nonce: 'n1' }, headers: page, server: signedOut })
    expect(outcome(decision)).toBe('signed-out: session-token-missing')
    expect(decision.sent('set-cookie')).toEqual(cleared)
  })

  test.each([
    ["a stranger's signature", token({ handshake: directives }, {}, stranger.privateKey)],
    ['a template token with cookies of its author', token({ handshake: directives }, { cat: 'cl_B7d4PD222AAA' })],
    ['a handshake of yesterday', token({ handshake: directives, exp: now - 86_400 })],
    ['text', 'hello'],
  ])('a handshake sets no cookie for %s', async (_, signed) => {
    const decision = await decide({ cookies: { __clerk_handshake: signed } })
    expect(outcome(decision)).toBe('signed-out: session-token-and-uat-missing')
    expect(decision.sent('set-cookie')).toEqual([])
  })

  test('a handshake is not taken from a link in production: a nonce of the sender would sign the visitor in as the sender', async () => {
    const decision = await decide({ target: '/?__clerk_handshake_nonce=n1', headers: page, server: server() })
    expect(outcome(decision)).toBe('signed-out: session-token-and-uat-missing')
  })

  test('a handshake with a spent nonce leaves the decision to the other cookies', async () => {
    const decision = await decide({ cookies: { __clerk_handshake_nonce: 'spent', __session: good, __client_uat: uat } })
    expect(outcome(decision)).toBe('signed-in')
  })
})

describe('a development request', () => {
  const dev = { key: testKey, headers: page }

  test('a development request without a development browser is sent to get one', async () => {
    expect(outcome(await decide(dev))).toBe('handshake: dev-browser-missing')
    expect(outcome(await decide({ key: testKey }))).toBe('signed-out: dev-browser-missing')
  })

  test('a development request passes its development browser on, and keeps it out of the address to return to', async () => {
    const [location] = (await decide({ ...dev, target: '/a?__clerk_db_jwt=dvb_1' })).sent('location')
    const { searchParams } = new URL(location!)
    expect(searchParams.get('__clerk_hs_reason')).toBe('dev-browser-sync')
    expect(searchParams.get('__clerk_db_jwt')).toBe('dvb_1')
    expect(searchParams.get('redirect_url')).toBe('http://app.example/a')
  })

  test('a development request is signed out or in by the usual cookies once it has one', async () => {
    const cookies = { __clerk_db_jwt: 'dvb_1' }
    expect(outcome(await decide({ ...dev, cookies }))).toBe('signed-out: session-token-and-uat-missing')
    expect(outcome(await decide({ ...dev, cookies: { ...cookies, __session: good, __client_uat: uat } }))).toBe('signed-in')
  })

  test('a development request takes the nonce from the address and returns to the address without it', async () => {
    const directives = [`__session=${good}; Path=/`]
    const server = desk({ 'GET /clients/handshake_payload?nonce=n1': { body: { directives } } })
    const target = '/a?b=c&__clerk_handshake_nonce=n1&__clerk_db_jwt=dvb_1&__clerk_help=1'
    const decision = await decide({ ...dev, target, server })
    expect(decision.sent('set-cookie')).toEqual(directives)
    expect(decision.sent('location')).toEqual(['http://app.example/a?b=c'])
  })

  const browser = { __clerk_db_jwt: 'dvb_1' }

  test.each([
    ['a token of another key', { __clerk_handshake: token({ handshake: ['__session=x'] }, {}, stranger.privateKey) }],
    ['text', { __clerk_handshake: 'hello' }],
    ['a spent nonce', { __clerk_handshake_nonce: 'spent' }],
  ])(
    'a development request with %s in a cookie, left from another app on the host, goes by the other cookies',
    async (_, left) => {
      for (const headers of [page, {}]) {
        const signedIn = { ...browser, ...left, __session: good, __client_uat: uat }
        const decisions = [
          await decide({ ...dev, headers, cookies: { ...browser, ...left } }),
          await decide({ ...dev, headers, cookies: signedIn }),
        ]
        expect(decisions.map(outcome)).toEqual(['signed-out: session-token-and-uat-missing', 'signed-in'])
        expect(decisions.flatMap((decision) => decision.sent('location'))).toEqual([])
      }
    },
  )

  test('a development request with a good handshake in a cookie is signed in without being sent to the same address', async () => {
    const directives = [`__session=${good}; Path=/`]
    const server = desk({ 'GET /clients/handshake_payload?nonce=n1': { body: { directives } } })
    const decision = await decide({ ...dev, cookies: { ...browser, __clerk_handshake_nonce: 'n1' }, server })
    expect([outcome(decision), decision.sent('set-cookie'), decision.sent('location')]).toEqual(['signed-in', directives, []])
  })

  test('a development request believes the handshake in its address rather than one that a cookie has left', async () => {
    const cookies = { ...browser, __clerk_handshake_nonce: 'spent' }
    const handshake = token({ handshake: [`__session=${good}; Path=/`], sub: undefined })
    const decision = await decide({ ...dev, cookies, target: `/a?__clerk_handshake=${handshake}` })
    expect([outcome(decision), decision.sent('location')]).toEqual(['signed-in', ['http://app.example/a']])
  })

  test('a development request whose good handshake brought a token that is refused keeps the cookies and returns to the clean address', async () => {
    const refused = token({ sid: '' })
    const directives = [`__session=${refused}; Path=/`, `__client_uat=${uat}; Path=/`]
    const server = desk({ 'GET /clients/handshake_payload?nonce=n1': { body: { directives } } })
    const decision = await decide({ ...dev, cookies: browser, target: '/a?b=c&__clerk_handshake_nonce=n1', server })
    expect(outcome(decision)).toBe('signed-out: token-verification-failed')
    expect([decision.sent('set-cookie'), decision.sent('location')]).toEqual([directives, ['http://app.example/a?b=c']])

    const next = await decide({ ...dev, cookies: { ...browser, __session: refused, __client_uat: uat }, target: '/a?b=c' })
    expect([outcome(next), next.sent('location')]).toEqual(['signed-out: token-verification-failed', []])
  })

  test('a development request with a forged handshake in the address returns to the address without it, and sets nothing', async () => {
    const forged = token({ handshake: ['__session=x'] }, {}, stranger.privateKey)
    const decision = await decide({ ...dev, target: `/a?__clerk_handshake=${forged}` })
    expect(outcome(decision)).toBe('signed-out: session-token-missing')
    expect(decision.sent('set-cookie')).toEqual([])
    expect(decision.sent('location')).toEqual(['http://app.example/a'])
  })
})

describe('a refresh', () => {
  const line = 'POST /sessions/sess_1/refresh?suffixed_cookies=false'
  const cookies = { __session: expired, __client_uat: String(now - 300), [`__refresh_${suffix(liveKey)}`]: 'refresh_1' }
  const renewed = [`__session=${good}; Path=/`, `__session_${suffix(liveKey)}=${good}; Path=/`]

  test('a refresh renews an expired token without a redirect', async () => {
    const server = desk({ [line]: { body: { object: 'cookies', cookies: renewed } } })
    const headers = { ...page, 'user-agent': 'Test/1.0', 'x-secret': 'do not forward' }
    const decision = await decide({ cookies, headers, server })
    expect(outcome(decision)).toBe('signed-in')
    expect(decision.sent('set-cookie')).toEqual(renewed)
    expect(server.calls).toEqual([
      {
        line,
        authorization: 'Bearer sk_live_1',
        body: {
          format: 'cookie',
          expired_token: expired,
          refresh_token: 'refresh_1',
          request_origin: 'http://app.example',
          request_headers: { 'user-agent': ['Test/1.0'] },
        },
      },
    ])
  })

  test.each<[string, { status?: number; body: unknown }, string]>([
    ['a refusal', { status: 401, body: { errors: [{ code: 'session_ended', message: 'x' }] } }, 'session_ended'],
    ['an answer without a reason', { status: 500, body: {} }, 'unexpected-bapi-error'],
    ['a token that nobody may use', { body: { object: 'cookies', cookies: ['__session=x'] } }, 'invalid-session-token'],
    ['no cookies', { body: { object: 'cookies', cookies: [] } }, 'unexpected-sdk-error'],
  ])('a refresh that brings %s ends in a handshake that says so', async (_, answer, ending) => {
    const decision = await decide({ cookies, headers: page, server: desk({ [line]: answer }) })
    expect(outcome(decision)).toBe(`handshake: session-token-expired-refresh-${ending}`)
    expect(decision.sent('set-cookie')).toHaveLength(1)
  })

  test('a refresh never turns a bearer into whoever the cookies belong to', async () => {
    const server = desk({ [line]: { body: { object: 'cookies', cookies: renewed } } })
    const decision = await decide({
      cookies,
      headers: { authorization: `Bearer ${token({ sub: 'user_2', exp: now - 100 })}` },
      server,
    })
    expect(outcome(decision)).toBe('signed-out: session-token-expired-refresh-non-eligible-no-refresh-cookie')
    expect(server.calls).toEqual([])
  })
})

const urlAt = (url: string, headers: Record<string, string>, trust?: TrustedProxies) =>
  requestUrl({ target: targetOf({ url, headers }), protocol: 'http', header: (name) => headers[name], trust }).href

test.each(['', 'app.example:443', 'file:///etc/passwd'])('a request line that makes no URL is a bad request: %j', (url) => {
  expect(() => urlAt(url, { host: 'app.example' })).toThrow(expect.objectContaining({ status: 400 }))
})

test.each([
  ['*', 'app.example', 'http://app.example/*'],
  ['http://app.example/absolute', 'other.example', 'http://app.example/absolute'],
  ['/x', 'not a host', 'http://localhost/x'],
])('the request line %s at %s is the address %s', (url, host, expected) => {
  expect(urlAt(url, { host })).toBe(expected)
})

test('what a trusted proxy wrote counts, and what its caller wrote before it does not', () => {
  const headers = { host: 'inner', 'x-forwarded-host': 'evil.example, www.example', 'x-forwarded-proto': 'http, https' }
  expect(urlAt('/x', headers, 1)).toBe('https://www.example/x')
  expect(urlAt('/x', headers)).toBe('http://evil.example/x') // as Clerk's SDKs read it, where the app names no proxy
})
