import { afterEach, beforeEach, describe, expect, type MockInstance, test, vi } from 'vitest'
import { decide, page, type Sent, suffix } from '../testing/decide.js'
import { desk, liveKey, now, pem, stranger, testKey, token } from '../testing/desk.js'
import { explain } from './explain.js'

let log: MockInstance<typeof console.warn>
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: now * 1000 })
  log = vi.spyOn(console, 'warn').mockImplementation(() => {})
  explain({}, 'unexpected-error', '', 0) // another minute: what was said before does not count
  log.mockClear()
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
})
const lines = () => log.mock.calls.map(([line]) => line as string)

const uat = String(now - 100)
const bearer = (text: string) => ({ headers: { authorization: `Bearer ${text}` } })
const cookies = (session: string) => ({ cookies: { __session: session, __client_uat: String(now - 300) } })
const foreignPem = stranger.publicKey.export({ type: 'spki', format: 'pem' }).toString()
const down = { ...desk(), fetch: () => Promise.reject(new TypeError('fetch failed')) }

describe('in development one line says', () => {
  test.each<[string, Sent, RegExp, RegExp]>([
    ['a token from the future', cookies(token({ iat: now + 60 })), /60 seconds ahead/, /Set the clock/],
    ['a token that is not valid yet', cookies(token({ nbf: now + 90 })), /in 90 seconds/, /Set the clock/],
    ['an expired token', bearer(token({ iat: now - 200, exp: now - 100 })), /expired 100 seconds ago/, /getToken\(\)/],
    [
      'a local key that is another’s',
      { ...bearer(token()), options: { jwtKey: foreignPem } },
      /signature does not belong/,
      /CLERK_JWT_KEY is of another instance/,
    ],
    [
      'a foreign origin',
      { ...bearer(token({ azp: 'https://evil.example' })), options: { authorizedParties: ['https://app.example'] } },
      /made for "https:\/\/evil\.example"/,
      /Add the origin to `authorizedParties`/,
    ],
    [
      'keys of two instances',
      { ...bearer(token({ iss: 'https://other.example' })), options: { jwtKey: pem } },
      /issued by "https:\/\/other\.example"/,
      /publishable key is of another instance/,
    ],
    ['a key id nobody knows', bearer(token({}, { kid: 'ins_9' })), /"ins_9"/, /CLERK_SECRET_KEY and CLERK_API_URL/],
    ['a server that is away', { ...bearer(token()), server: down }, /could not be fetched/, /CLERK_API_URL running/],
    ['a foreign audience', { ...bearer(token({ aud: 'x' })), options: { audience: 'y' } }, /for "x"/, /for this app/],
    ['a template token', bearer(token({}, { cat: 'cl_B7d4PD222AAA' })), /another kind/, /acceptsToken/],
    ['text for a token', bearer('hello'), /three parts/, /Send the token whole/],
    ['a blocked cookie', { cookies: { __client_uat: uat } }, /client-uat-but-no-session-token/, /cookies may be blocked/],
    ['a removed cookie', { cookies: { __session: token() } }, /session-token-but-no-client-uat/, /removed by name/],
    [
      'a token of before the last change',
      { cookies: { __session: token(), __client_uat: String(now) } },
      /session-token-iat-before-client-uat/,
      /older than the last sign-in/,
    ],
    ['a script with a development key', { key: testKey, ...cookies(token()) }, /dev-browser-missing/, /send a bearer/],
    [
      'a handshake that goes round in circles',
      { headers: page, cookies: { __client_uat: uat, __clerk_redirect_count: '2' } },
      /Two redirects in a row/,
      /CLERK_PROXY_URL and the publishable key/,
    ],
    [
      'a proxy URL that is missing',
      { headers: page, cookies: { __client_uat: uat }, options: { secretKey: 'sk_other', publishableKey: liveKey } },
      /sent to https:\/\/desk\.frontdesk\.localhost/,
      /Set CLERK_PROXY_URL/,
    ],
    [
      'an organization that nobody can activate',
      {
        headers: page,
        target: '/orgs/nobodys',
        cookies: { __session: token(), __client_uat: uat, __clerk_redirect_count: '2' },
        options: { organizationSyncOptions: { organizationPatterns: ['/orgs/:slug'] } },
      },
      /Two redirects in a row/,
      /Does the organization in the address exist/,
    ],
    [
      'a nonce that is spent',
      { headers: page, cookies: { __clerk_handshake_nonce: 'spent' } },
      /could not be resolved: not found\. /,
      /two instances/,
    ],
  ])('a log line says what is wrong with %s, and what to do', async (_, sent, cause, cure) => {
    await decide(sent)
    expect(lines()).toHaveLength(1)
    expect(lines()[0]).toMatch(/^\[frontdesk\] Turned away \(/)
    expect(lines()[0]).toMatch(cause)
    expect(lines()[0]).toMatch(cure)
  })

  test.each<[string, Sent]>([
    ['nobody who is signed in', {}],
    ['nobody who is signed in, for a page', { headers: page }],
    ['a script that brings nothing, with a development key', { key: testKey }],
    ['somebody who is', cookies(token())],
    ['a page whose token expired', { headers: page, ...cookies(token({ iat: now - 200, exp: now - 100 })) }],
    ['a browser that development meets for the first time', { key: testKey, headers: page, options: { proxyUrl: '/__clerk' } }],
  ])('no log line is written about %s', async (_, sent) => {
    await decide(sent)
    expect(lines()).toEqual([])
  })
})

describe('a line', () => {
  const start = now * 1000
  const refuse = (at: number, message = '', options = {}) => explain(options, 'token-invalid-issuer', message, start + at)

  test('a log line is written once a minute, however many requests are refused', () => {
    for (let request = 0; request < 1_000; request++) refuse(request)
    expect(lines()).toHaveLength(1)
    refuse(59_999)
    expect(lines()).toHaveLength(1)
    refuse(60_000)
    expect(lines()).toHaveLength(2)
  })

  test('a log line is written for each cause, but not for each number of seconds', () => {
    for (const origin of ['https://a.example', 'https://b.example']) refuse(0, `The token was made for ${origin}.`)
    for (const age of [100, 101, 102]) refuse(1, `The token expired ${age} seconds ago.`)
    expect(lines()).toHaveLength(3)
  })

  test('a thousand made-up causes do not write a thousand log lines', () => {
    for (let request = 0; request < 1_000; request++) refuse(request, `issued by "https://${request}.example"`)
    expect(lines()).toHaveLength(50)
    refuse(60_000, 'issued by "https://1000.example"')
    expect(lines()).toHaveLength(51)
  })

  test.each(['production', '"production"\r\n'])(
    'a log line is not written where NODE_ENV is %j, unless all are asked for',
    (environment) => {
      vi.stubEnv('NODE_ENV', environment)
      explain({}, 'token-invalid-issuer', 'x', start)
      expect(lines()).toEqual([])
      explain({ debug: true }, 'token-invalid-issuer', 'x', start)
      expect(lines()).toHaveLength(1)
    },
  )

  test('a log line about a cause on the server side is written in production, too', () => {
    vi.stubEnv('NODE_ENV', 'production')
    explain({}, 'jwk-remote-failed-to-load', 'The keys could not be fetched.', start)
    expect(lines()).toHaveLength(1)
  })

  test('a log line says of a session that was ended that nothing is wrong with the app', () => {
    explain({}, 'session-ended', 'The session of this token has ended.', start)
    expect(lines()).toEqual([expect.stringMatching(/has ended\. Nothing to mend/)])
  })

  test('a log line about a request is only written in production with the option debug', () => {
    vi.stubEnv('NODE_ENV', 'production')
    refuse(200_000)
    expect(lines()).toEqual([])
    refuse(200_000, '', { debug: true })
    expect(lines()).toHaveLength(1)
  })

  test('a log line cannot be broken, coloured or filled by what a token says of itself', () => {
    refuse(400_000, `issued by \r\n[frontdesk] all is well \u001b[2J\u009b31m ${'x'.repeat(10_000)}`)
    expect(lines()[0]).toMatch(/^[\x20-\x7e]{1,800}$/)
  })
})

test('no line holds a part of a token', async () => {
  const secret = token({ iss: 'https://other.example' }, {}, stranger.privateKey)
  const refresh = { [`__refresh_${suffix(liveKey)}`]: 'refresh_secret' }
  await decide(bearer(secret))
  await decide({ cookies: { __session: secret, __client_uat: uat, ...refresh } })
  await decide({ cookies: { __clerk_handshake: secret } })
  await decide({ key: testKey, target: `/?__clerk_handshake=${secret}&__clerk_db_jwt=dvb_secret` })
  const parts = [...secret.split('.'), 'refresh_secret', 'dvb_secret', 'sk_live']
  expect(lines().length).toBeGreaterThan(1)
  for (const part of parts) expect(lines().join('\n')).not.toContain(part.slice(0, 12))
})
