import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { decide, destination, outcome, page, type Sent, suffix } from '../testing/decide.js'
import { host, liveKey, now, testKey, token } from '../testing/desk.js'
import type { AuthenticateRequestOptions } from './options.js'

const uat = String(now - 100)
const good = token()
const signedIn = { __session: good, __client_uat: uat }
const satellite = { isSatellite: true, domain: 'two.example', signInUrl: 'https://one.example/sign-in', proxyUrl: '' }

beforeEach(() => void vi.spyOn(console, 'warn').mockImplementation(() => {}))
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
})

/** The stand-in's proxy URL is left out: an app of another domain is not embedded beside it. */
const decideAt = (sent: Sent) =>
  decide({ ...sent, options: { secretKey: 'sk_other', publishableKey: sent.key ?? liveKey, jwtKey: undefined, ...sent.options } })

const keys = [
  ['production', liveKey, {}],
  ['development', testKey, { __clerk_db_jwt: 'dvb_1' }],
] as const

describe.each(keys)('a satellite in %s', (_, key, browser) => {
  const decideHere = ({ options, cookies, ...sent }: Sent) =>
    decideAt({ key, ...sent, cookies: { ...browser, ...cookies }, options: { ...satellite, ...options } })

  test.each<[string, Sent, string]>([
    ['leaves a new visitor alone', { headers: page }, 'signed-out: session-token-and-uat-missing'],
    [
      'asks the primary domain about a new visitor where the options say so',
      { headers: page, options: { satelliteAutoSync: true } },
      'handshake: satellite-needs-syncing',
    ],
    [
      'asks after somebody came back from signing in',
      { headers: page, target: '/?__clerk_synced=false' },
      'handshake: satellite-needs-syncing',
    ],
    [
      'asks then even though there are cookies of before',
      { headers: page, target: '/?__clerk_synced=false', cookies: signedIn },
      'handshake: satellite-needs-syncing',
    ],
    [
      'does not ask again once it is answered',
      { headers: page, target: '/?__clerk_synced=true', options: { satelliteAutoSync: true } },
      'signed-out: session-token-and-uat-missing',
    ],
    [
      'does not ask for a script',
      { headers: { accept: '*/*', 'sec-fetch-dest': 'empty' }, options: { satelliteAutoSync: true } },
      'signed-out: session-token-and-uat-missing',
    ],
    [
      'does not ask for a form that is posted',
      { method: 'POST', headers: page, options: { satelliteAutoSync: true } },
      'signed-out: session-token-and-uat-missing',
    ],
  ])('a satellite: %s', async (_, sent, expected) => {
    const decision = await decideHere(sent)
    expect(outcome(decision)).toBe(expected)
    expect(decision.sent('x-clerk-auth-reason')).toEqual([decision.reason])
    expect(decision.auth().isAuthenticated).toBe(false)
    expect(decision.sent('location')).toHaveLength(expected.startsWith('handshake') ? 1 : 0)
  })

  test('a satellite asks at most twice in a row', async () => {
    const cookies = { __clerk_redirect_count: '2' }
    const decision = await decideHere({ headers: page, target: '/?__clerk_synced=false', cookies })
    expect(outcome(decision)).toBe('signed-out: satellite-needs-syncing')
    expect(decision.sent('location')).toEqual([])
  })

  test.each<[string, AuthenticateRequestOptions, RegExp]>([
    ['neither domain nor proxy URL', { domain: '' }, /`domain`, or a `proxyUrl`/],
    ['functions that tell neither', { domain: () => '', proxyUrl: () => '' }, /`domain`, or a `proxyUrl`/],
  ])('a satellite is refused with %s', async (_, options, message) => {
    const { domain: __, ...others } = satellite
    await expect(decideAt({ key, options: { ...others, ...options } })).rejects.toThrow(message)
  })

  test('a satellite is refused where its sign-in page is on its own domain', async () => {
    await expect(decideHere({ headers: { origin: 'https://one.example' } })).rejects.toThrow(/must be on the primary domain/)
  })
})

describe('in production', () => {
  test('a satellite asks its own Frontend API, which knows the primary’s', async () => {
    const options = { ...satellite, satelliteAutoSync: true }
    expect(destination(await decideAt({ headers: page, target: '/a?b=c', options }))).toEqual({
      to: 'https://clerk.two.example/v1/client/handshake',
      query: expect.objectContaining({
        redirect_url: 'http://app.example/a?b=c',
        __clerk_hs_reason: 'satellite-needs-syncing',
      }),
    })
  })

  test('or the one behind its proxy URL', async () => {
    const options = { ...satellite, satelliteAutoSync: true, proxyUrl: '/__clerk' }
    const decision = await decideAt({ headers: page, options })
    expect(destination(decision)?.to).toBe('http://app.example/__clerk/v1/client/handshake')
  })

  test.each([host, 'clerk.two.example'])('a satellite takes tokens of %s', async (issuer) => {
    const authorization = `Bearer ${token({ iss: `https://${issuer}` })}`
    expect(outcome(await decide({ headers: { authorization }, options: satellite }))).toBe('signed-in')
  })

  test('no satellite takes the tokens of another', async () => {
    const authorization = `Bearer ${token({ iss: 'https://clerk.three.example' })}`
    expect(outcome(await decide({ headers: { authorization }, options: satellite }))).toBe('signed-out: token-invalid-issuer')
  })

  test('one app may answer for the primary domain and a satellite', async () => {
    const options = {
      isSatellite: (url: URL) => url.hostname === 'two.example',
      domain: (url: URL) => url.hostname,
      signInUrl: 'https://one.example/sign-in',
      satelliteAutoSync: true,
      proxyUrl: (url: URL) => (url.hostname === 'one.example' ? '/__clerk' : ''),
    }
    const at = (name: string, cookies = {}) => decideAt({ headers: { ...page, host: name }, options, cookies })
    expect(outcome(await at('one.example'))).toBe('signed-out: session-token-and-uat-missing')
    expect(destination(await at('two.example'))?.to).toBe('https://clerk.two.example/v1/client/handshake')
    const stale = { __client_uat: uat }
    expect(destination(await at('one.example', stale))?.to).toBe('http://one.example/__clerk/v1/client/handshake')
  })

  test('a function cannot change the address for what is decided after it', async () => {
    const proxyUrl = (url: URL) => {
      url.hostname = 'evil.example'
      return '/__clerk'
    }
    const decision = await decideAt({ headers: page, cookies: { __client_uat: uat }, options: { proxyUrl } })
    expect(destination(decision)).toMatchObject({
      to: 'http://app.example/__clerk/v1/client/handshake',
      query: { redirect_url: 'http://app.example/' },
    })
  })
})

describe('in development', () => {
  test('a satellite sends the page to the sign-in page of the primary domain', async () => {
    const options = { ...satellite, satelliteAutoSync: true }
    const cookies = { __clerk_db_jwt: 'dvb_1' }
    expect(destination(await decideAt({ key: testKey, headers: page, target: '/a?b=c', cookies, options }))).toEqual({
      to: 'https://one.example/sign-in',
      query: { __clerk_redirect_url: 'http://app.example/a?b=c' },
    })
  })

  test.each([undefined, '/sign-in', 'one.example/sign-in'])(
    'a satellite is refused whose sign-in page is %s',
    async (signInUrl) => {
      const options = { ...satellite, signInUrl, publishableKey: testKey }
      if (!signInUrl) vi.stubEnv('CLERK_SIGN_IN_URL', '')
      await expect(decideAt({ key: testKey, options })).rejects.toThrow(/whole `signInUrl` of the primary domain/)
      vi.unstubAllEnvs()
    },
  )

  const asked = (back: string) => `/sign-in?__clerk_redirect_url=${encodeURIComponent(back)}`
  const primary = (sent: Sent) =>
    decide({
      key: testKey,
      headers: page,
      cookies: { [`__clerk_db_jwt_${suffix(testKey)}`]: 'dvb_1', __clerk_db_jwt: 'dvb_1' },
      ...sent,
    })

  test.each(['http://localhost:4001/a?b=c', 'http://two.localhost/a?b=c', 'http://127.0.0.1:4001/a?b=c'])(
    'the primary domain sends the page back to %s, with the token that both know the browser by',
    async (back) => {
      const decision = await primary({ target: asked(back) })
      expect(outcome(decision)).toBe('handshake: primary-responds-to-syncing')
      expect(destination(decision)).toEqual({
        to: back.split('?')[0],
        query: { b: 'c', __clerk_db_jwt: 'dvb_1', __clerk_synced: 'true' },
      })
    },
  )

  test('the primary domain sends it back to authorized parties, too', async () => {
    const decision = await primary({
      target: asked('https://two.example/a'),
      options: { authorizedParties: ['http://app.example', 'https://two.example'] },
    })
    expect(destination(decision)?.to).toBe('https://two.example/a')
  })

  test.each(['https://evil.example/', 'http://localhost.evil.example/', 'javascript://localhost/%0aalert(1)', 'hello'])(
    'a link cannot carry the browser’s token off to %s',
    async (back) => {
      const decision = await primary({ target: asked(back), options: { authorizedParties: ['http://app.example'] } })
      expect(decision.reason).not.toBe('primary-responds-to-syncing')
      expect(decision.sent('location').join()).not.toMatch(/^(?!http:\/\/app\.example).*dvb_1/)
    },
  )
})

describe('a page of the primary domain that was reached from another domain of the app', () => {
  const options = { authorizedParties: ['http://app.example', 'https://two.example'] }
  const headers = { ...page, referer: 'https://two.example/' }
  const cookies = { __session: token({ iat: now - 40, azp: 'http://app.example' }), __client_uat: uat }

  test('a page opened from another domain of the app is sent round, as the session may have ended there', async () => {
    const decision = await decide({ headers, cookies, options })
    expect(outcome(decision)).toBe('handshake: primary-domain-cross-origin-sync')
    expect(destination(decision)?.query.__clerk_hs_reason).toBe('primary-domain-cross-origin-sync')
  })

  test.each<[string, Sent]>([
    [
      'a token that was made a moment ago',
      { cookies: { ...cookies, __session: token({ iat: now, azp: 'http://app.example' }) } },
    ],
    ['a link from anywhere else', { headers: { ...page, referer: 'https://search.example/' } }],
    ['a page of its own', { headers: { ...page, referer: 'http://app.example/a' } }],
    ['a referrer that is no address', { headers: { ...page, referer: 'hello' } }],
    ['a script', { headers: { ...headers, 'sec-fetch-dest': 'empty' } }],
    ['a posted form', { method: 'POST' }],
    [
      'a satellite',
      {
        options: { ...options, ...satellite },
        cookies: { ...cookies, __session: token({ iat: now - 40, azp: 'http://app.example', iss: 'https://clerk.two.example' }) },
      },
    ],
    ['two redirects before', { cookies: { ...cookies, __clerk_redirect_count: '2' } }],
  ])('a page opened from another domain of the app is answered at once with %s', async (_, sent) => {
    expect(outcome(await decide({ headers, cookies, options, ...sent }))).toBe('signed-in')
  })
})

describe('the proxy URL', () => {
  test.each(['auth.example/__clerk', 'ftp://auth.example', 'javascript:alert(1)', 'https://'])(
    'cannot be %s',
    async (proxyUrl) => {
      await expect(decide({ options: { proxyUrl } })).rejects.toThrow(/must be a path such as \/__clerk/)
    },
  )

  test('the proxy URL cannot be told wrongly by a function', async () => {
    const options = { proxyUrl: () => 'auth.example' }
    await expect(async () => decide({ headers: page, cookies: { __client_uat: uat }, options })).rejects.toThrow(/must be a path/)
  })
})

test.each([
  ['true', 'handshake: satellite-needs-syncing'],
  ['TRUE', 'handshake: satellite-needs-syncing'],
  ['1', 'handshake: satellite-needs-syncing'],
  ['0', 'signed-out: session-token-and-uat-missing'],
  ['false', 'signed-out: session-token-and-uat-missing'],
])('CLERK_IS_SATELLITE=%s decides about a page: %s', async (value, expected) => {
  vi.stubEnv('CLERK_IS_SATELLITE', value)
  const { isSatellite: _, ...options } = { ...satellite, satelliteAutoSync: true }
  expect(outcome(await decideAt({ headers: page, options }))).toBe(expected)
})
