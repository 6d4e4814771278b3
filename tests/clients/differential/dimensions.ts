/**
 * What the generated requests are made of: the dimensions, each with its values by name. The usual value stands first. A label says in a
 * failing comparison what was sent.
 */
import type { AuthenticateRequestOptions } from '@clerk/backend/internal'
import { claims, ellipticPem, faults, host, longerPem, now, pem, signedClaims, strangersPem, token } from './tokens.js'

export type Options = AuthenticateRequestOptions

export const bearers: Record<string, (text: string) => string | undefined> = {
  none: () => undefined,
  Bearer: (text) => `Bearer ${text}`,
  'the token alone': (text) => text,
  'lower case': (text) => `bearer ${text}`,
  'two spaces': (text) => `Bearer  ${text}`,
  'more words': (text) => `Bearer ${text} more`,
  Basic: (text) => `Basic ${text}`,
  'Bearer without a token': () => 'Bearer',
  'an API key': () => 'Bearer ak_user',
  "an organization's API key": () => 'Bearer ak_org',
  'an unknown API key': () => 'Bearer ak_unknown',
  'a revoked API key': () => 'Bearer ak_revoked',
  'an expired machine token': () => 'Bearer mt_expired',
  'an API key while the API fails': () => 'Bearer ak_failing',
  'a machine token': () => 'Bearer mt_good',
  'an unknown machine token': () => 'Bearer mt_unknown',
  'an OAuth token': () => 'Bearer oat_good',
  'an unknown OAuth token': () => 'Bearer oat_unknown',
  'an OAuth token with dots': () => 'Bearer oat_a.b.c',
  'an API key with dots': () => 'Bearer ak_a.b.c',
  'a machine token with dots': () => 'Bearer mt_a.b.c',
}

/** Session cookies as `[name, value]`; `own` is the name with the instance's suffix. */
export const sessionCookies: Record<string, (text: string, earlier: string, own: string) => Array<[string, string]>> = {
  plain: (text) => [['__session', text]],
  none: () => [],
  suffixed: (text, _, own) => [[own, text]],
  both: (text, _, own) => [
    ['__session', text],
    [own, text],
  ],
  'plain newer': (text, earlier, own) => [
    ['__session', text],
    [own, earlier],
  ],
  'suffixed newer': (text, earlier, own) => [
    ['__session', earlier],
    [own, text],
  ],
  'plain of another instance': (text, _, own) => [
    ['__session', token("another instance's token")],
    [own, text],
  ],
  'plain that is no token': (text, _, own) => [
    ['__session', 'hello'],
    [own, text],
  ],
  'suffixed that is no token': (text, _, own) => [
    ['__session', text],
    [own, 'hello'],
  ],
  'another suffix': (text) => [['__session_AAAAAAAA', text]],
  'an empty plain one': (text, _, own) => [
    ['__session', ''],
    [own, text],
  ],
  'percent-encoded': (text) => [['__session', text.replaceAll('.', '%2E')]],
  quoted: (text) => [['__session', `"${text}"`]],
  'twice, the good one first': (text) => [
    ['__session', text],
    ['__session', 'hello'],
  ],
  'twice, the good one last': (text) => [
    ['__session', 'hello'],
    ['__session', text],
  ],
}

export const uats: Record<string, string> = {
  earlier: String(now - 100),
  none: '',
  zero: '0',
  'that of the token': String(now - 20),
  'after the token': String(now - 10),
  'before everything': String(now - 1_000),
  words: 'yesterday',
  'a number and words': `${now - 100}x`,
  negative: '-1',
}

/** Under which names the time of change stands. */
export const uatCookies: Record<string, (value: string, own: string) => Array<[string, string]>> = {
  plain: (value) => [['__client_uat', value]],
  suffixed: (value, own) => [[own, value]],
  both: (value, own) => [
    ['__client_uat', value],
    [own, value],
  ],
  'plain zero': (value, own) => [
    ['__client_uat', '0'],
    [own, value],
  ],
  'suffixed zero': (value, own) => [
    ['__client_uat', value],
    [own, '0'],
  ],
}

const handshakeToken = (content: string) => signedClaims({ handshake: [`__session=${token(content)}; Path=/`, '__client_uat=1'] })

/** What a handshake left: a cookie, or a member of the query. */
export const handshakes: Record<string, { cookie?: [string, string]; query?: [string, string] }> = {
  none: {},
  ...Object.fromEntries(
    ['n_good', 'n_pending', 'n_signed_out', 'n_cleared', 'n_empty', 'n_expired', 'n_forged', 'n_spent'].map((nonce) => [
      `the nonce ${nonce}`,
      { cookie: ['__clerk_handshake_nonce', nonce] as [string, string] },
    ]),
  ),
  'a nonce in the query': { query: ['__clerk_handshake_nonce', 'n_good'] },
  'a spent nonce in the query': { query: ['__clerk_handshake_nonce', 'n_spent'] },
  'a token': { cookie: ['__clerk_handshake', handshakeToken('nothing')] },
  'a token in the query': { query: ['__clerk_handshake', handshakeToken('nothing')] },
  'a token that brings an expired one': { cookie: ['__clerk_handshake', handshakeToken('expired')] },
  'a token of yesterday': {
    cookie: ['__clerk_handshake', signedClaims({ handshake: [`__session=${token('nothing')}; Path=/`], exp: now - 86_400 })],
  },
  'a token that brings nothing': { cookie: ['__clerk_handshake', signedClaims({ handshake: [] })] },
  'a token without a list': { cookie: ['__clerk_handshake', signedClaims({ sub: 'user_1' })] },
  'a forged token': { cookie: ['__clerk_handshake', signedClaims({ handshake: ['__session=x'] }, {}, true)] },
  'a forged token in the query': { query: ['__clerk_handshake', signedClaims({ handshake: ['__session=x'] }, {}, true)] },
  'a token of a template': {
    cookie: ['__clerk_handshake', signedClaims({ handshake: ['__session=x'] }, { cat: 'cl_B7d4PD222AAA' })],
  },
  'no token': { cookie: ['__clerk_handshake', 'hello'] },
}

const refreshCookies: Record<string, string> = Object.fromEntries(
  ['none', 'r_good', 'r_pending', 'r_expired', 'r_empty', 'r_ended', 'r_unexpected', 'r_broken', 'r_unknown'].map((name) => [
    name,
    name,
  ]),
)

/** The browser's token in development: a cookie of either name, or in the query. */
export const devBrowsers: Record<string, { cookie?: 'plain' | 'suffixed'; isInQuery?: boolean }> = {
  plain: { cookie: 'plain' },
  none: {},
  suffixed: { cookie: 'suffixed' },
  'in the query': { isInQuery: true },
  'in both': { cookie: 'plain', isInQuery: true },
}

export const headersOf: Record<'destination' | 'accept' | 'referer' | 'forwarded', Record<string, Record<string, string>>> = {
  destination: {
    document: { 'sec-fetch-dest': 'document' },
    none: {},
    iframe: { 'sec-fetch-dest': 'iframe' },
    empty: { 'sec-fetch-dest': 'empty' },
    image: { 'sec-fetch-dest': 'image' },
  },
  accept: {
    'a page': { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' },
    none: {},
    JSON: { accept: 'application/json' },
    anything: { accept: '*/*' },
    'a page last': { accept: 'application/json, text/html' },
    'a page in capitals': { accept: 'TEXT/HTML' },
  },
  referer: {
    none: {},
    'the same site': { referer: 'https://app.example/page' },
    'another site': { referer: 'https://satellite.example/page' },
    'the accounts portal': { referer: 'https://accounts.desk.example/sign-in' },
    "a stranger's accounts portal": { referer: 'https://accounts.evil.example/sign-in' },
    'a portal for development': { referer: 'https://happy-cat-12.accounts.dev/sign-in' },
    'the Frontend API': { referer: `https://${host}/v1/oauth_callback` },
    'no address': { referer: 'hello' },
  },
  forwarded: {
    none: {},
    'host and protocol': { 'x-forwarded-host': 'www.app.example', 'x-forwarded-proto': 'https' },
    'lists of both': { 'x-forwarded-host': 'www.app.example, inner.example', 'x-forwarded-proto': 'https,http' },
    'host alone': { 'x-forwarded-host': 'www.app.example:8443' },
    'protocol alone': { 'x-forwarded-proto': 'https' },
    'an unusable host': { 'x-forwarded-host': 'not a host' },
    'an unusable protocol': { 'x-forwarded-proto': 'gopher' },
    'port and protocol': { 'x-forwarded-port': '8443', 'x-forwarded-proto': 'https' },
  },
}

export const targets: Record<string, string> = {
  home: '/',
  'a page with a query': '/a%20b?c=d&e=%2F&e=2',
  'an organization by slug': '/orgs/acme/invoices',
  'another organization by slug': '/orgs/other',
  'an organization by id': '/organizations/org_1',
  'the personal account': '/me/settings',
  'to be synced': '/?__clerk_synced=false',
  'synced already': '/page?__clerk_synced=true',
  'asked to sync by a satellite': '/sign-in?__clerk_redirect_url=https%3A%2F%2Fsatellite.example%2Fx%3F__clerk_synced%3Dfalse',
  'asked to sync by nothing': '/sign-in?__clerk_redirect_url=hello',
  'an old name of the browser’s token': '/?__dev_session=old&x=1',
  'a path like a host': '//evil.example/x',
  'a fragment': '/a#b?c=d',
}

/** What the Host header says. */
export const hosts: Record<string, string> = {
  'app.example': 'app.example',
  'localhost:3000': 'localhost:3000',
  'an unusable one': 'not a host',
}

/** Options by group; a group is a dimension. */
export const optionsOf: Record<
  | 'parties'
  | 'audience'
  | 'skew'
  | 'types'
  | 'issuer'
  | 'keys'
  | 'secret'
  | 'api'
  | 'proxy'
  | 'satellite'
  | 'signIn'
  | 'organizations'
  | 'accepts',
  Record<string, Options>
> = {
  parties: {
    any: {},
    'this page': { authorizedParties: ['https://app.example'] },
    'another page': { authorizedParties: ['https://other.example'] },
    none: { authorizedParties: [] },
  },
  audience: {
    any: {},
    api: { audience: 'api' },
    'one of a list': { audience: ['web', 'api'] },
    web: { audience: 'web' },
    none: { audience: [] },
  },
  skew: {
    usual: {},
    none: { clockSkewInMs: 0 },
    'two minutes': { clockSkewInMs: 120_000 },
    nonsense: { clockSkewInMs: Number.NaN },
  },
  types: {
    usual: {},
    JWT: { headerType: 'JWT' },
    'one of a list': { headerType: ['JOSE', 'JWT'] },
    another: { headerType: 'JOSE' },
    'that of OAuth': { headerType: 'at+jwt' },
    none: { headerType: [] },
  },
  issuer: {
    "the key's": {},
    own: { issuer: `https://${host}` },
    'one of a list': { issuer: ['https://other.example', `https://${host}`] },
    another: { issuer: 'https://clerk.other.example' },
  },
  secret: {
    given: {},
    empty: { secretKey: '' },
    "a machine's too": { machineSecretKey: 'ak_machine_1' },
  },
  api: {
    usual: {},
    'its version': { apiVersion: 'v1' },
    'without a cache': { skipJwksCache: true },
    'with a time for the cache': { jwksCacheTtlInMs: 1 },
  },
  keys: {
    published: {},
    local: { jwtKey: pem },
    'local, in one line': { jwtKey: pem.replaceAll('\n', '') },
    "a stranger's": { jwtKey: strangersPem },
    'of 3,072 bits': { jwtKey: longerPem },
    elliptic: { jwtKey: ellipticPem },
    none: { jwtKey: 'hello' },
  },
  proxy: {
    none: {},
    relative: { proxyUrl: '/__clerk' },
    absolute: { proxyUrl: 'https://app.example/__clerk' },
    'with a slash at the end': { proxyUrl: 'https://auth.example/desk/' },
    'of plain http': { proxyUrl: 'http://localhost:4400/__clerk' },
  },
  satellite: {
    no: {},
    'a domain alone': { domain: 'satellite.example' },
    yes: { isSatellite: true, domain: 'satellite.example' },
    'synced on its own': { isSatellite: true, domain: 'satellite.example', satelliteAutoSync: true },
    'never synced on its own': { isSatellite: true, domain: 'satellite.example', satelliteAutoSync: false },
    'without a domain': { isSatellite: true },
  },
  signIn: {
    none: {},
    absolute: { signInUrl: 'https://primary.example/sign-in?a=b' },
    'a path': { signInUrl: '/sign-in' },
    'with all the others': {
      signInUrl: 'https://primary.example/sign-in',
      signUpUrl: '/sign-up',
      afterSignInUrl: '/in',
      afterSignUpUrl: '/up',
    },
  },
  organizations: {
    none: {},
    'by slug and id': {
      organizationSyncOptions: {
        organizationPatterns: ['/orgs/:slug', '/orgs/:slug/(.*)', '/organizations/:id'],
        personalAccountPatterns: ['/me', '/me/(.*)'],
      },
    },
    'the personal account alone': { organizationSyncOptions: { personalAccountPatterns: ['/', '/me/(.*)'] } },
    'no patterns': { organizationSyncOptions: {} },
  },
  accepts: {
    'what is usual': {},
    sessions: { acceptsToken: 'session_token' },
    anything: { acceptsToken: 'any' },
    'API keys': { acceptsToken: 'api_key' },
    machines: { acceptsToken: 'm2m_token' },
    OAuth: { acceptsToken: 'oauth_token' },
    'sessions and API keys': { acceptsToken: ['session_token', 'api_key'] },
    'machines and OAuth': { acceptsToken: ['m2m_token', 'oauth_token'] },
    nothing: { acceptsToken: [] },
  },
}

/** The names of each dimension's values, the usual one first, and how often (of 1) that one is taken. */
export const dimensions = {
  key: dimension({ live: 1, test: 1 }, 0.6),
  method: dimension({ GET: 1, HEAD: 1, POST: 1, PUT: 1, DELETE: 1, OPTIONS: 1, TRACE: 1 }, 0.85),
  target: dimension(targets, 0.5),
  host: dimension(hosts, 0.8),
  fault: dimension(faults, 0.35),
  claims: dimension(claims, 0.35),
  session: dimension(sessionCookies, 0.45),
  uat: dimension(uats, 0.6),
  uatNames: dimension(uatCookies, 0.5),
  bearer: dimension(bearers, 0.72),
  refresh: dimension(refreshCookies, 0.5),
  devBrowser: dimension(devBrowsers, 0.7),
  redirects: dimension({ 0: 1, 1: 1, 2: 1, 3: 1, 4: 1, words: 1 }, 0.8),
  handshake: dimension(handshakes, 0.85),
  destination: dimension(headersOf.destination, 0.55),
  accept: dimension(headersOf.accept, 0.6),
  referer: dimension(headersOf.referer, 0.6),
  forwarded: dimension(headersOf.forwarded, 0.7),
  parties: dimension(optionsOf.parties, 0.7),
  audience: dimension(optionsOf.audience, 0.7),
  skew: dimension(optionsOf.skew, 0.8),
  types: dimension(optionsOf.types, 0.85),
  issuer: dimension(optionsOf.issuer, 0.85),
  keys: dimension(optionsOf.keys, 0.6),
  secret: dimension(optionsOf.secret, 0.8),
  api: dimension(optionsOf.api, 0.8),
  proxy: dimension(optionsOf.proxy, 0.6),
  satellite: dimension(optionsOf.satellite, 0.75),
  signIn: dimension(optionsOf.signIn, 0.6),
  organizations: dimension(optionsOf.organizations, 0.6),
  accepts: dimension(optionsOf.accepts, 0.6),
}

export interface Dimension {
  labels: string[]
  usual: number
}

function dimension(values: object, usual: number): Dimension {
  return { labels: Object.keys(values), usual }
}

/** One value of each dimension, by name. */
export type Choices = Record<keyof typeof dimensions, string>
