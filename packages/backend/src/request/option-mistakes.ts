/**
 * What is wrong with the SDK's options, in words for who wrote them: the option and its variable, what it must be, and what works. Code
 * written for Clerk's SDK keeps running: what throws can't work there either, now or with the first call. A name that nobody knows, which
 * Clerk's passes over in silence, is told once and passed over.
 */
import { isClerksOwn, nearest, shown } from '@frontdesk/contract/options'
import type { AuthenticateRequestOptions } from './options.js'

interface Text {
  variable?: string
  example: string
  kind?: Kind
}

/** How keys of a kind begin, and what they are called. */
interface Kind {
  beginning: string
  name: string
}

const texts = {
  publishableKey: {
    variable: 'CLERK_PUBLISHABLE_KEY',
    example: 'pk_live_…',
    kind: { beginning: 'pk_', name: 'a publishable key' },
  },
  secretKey: { variable: 'CLERK_SECRET_KEY', example: 'sk_live_…', kind: { beginning: 'sk_', name: 'a secret key' } },
  machineSecretKey: {
    variable: 'CLERK_MACHINE_SECRET_KEY',
    example: 'ak_…',
    kind: { beginning: 'ak_', name: "a machine's key" },
  },
  jwtKey: {
    variable: 'CLERK_JWT_KEY',
    example: '-----BEGIN PUBLIC KEY-----…',
    kind: { beginning: '-----BEGIN', name: 'a key in PEM' },
  },
  apiUrl: { variable: 'CLERK_API_URL', example: 'https://auth.example.com/__clerk/api' },
  apiVersion: { example: 'v1' },
  signInUrl: { variable: 'CLERK_SIGN_IN_URL', example: '/sign-in' },
  signUpUrl: { variable: 'CLERK_SIGN_UP_URL', example: '/sign-up' },
  afterSignInUrl: { example: '/welcome' },
  afterSignUpUrl: { example: '/welcome' },
} satisfies { [Name in keyof AuthenticateRequestOptions]: Text }

const others = {
  acceptsToken: true,
  audience: true,
  authorizedParties: true,
  clerkClient: true,
  clockSkewInMs: true,
  debug: true,
  domain: true,
  headerType: true,
  isSatellite: true,
  issuer: true,
  jwksCacheTtlInMs: true,
  organizationSyncOptions: true,
  proxyUrl: true,
  satelliteAutoSync: true,
  skipJwksCache: true,
} satisfies Record<Exclude<keyof AuthenticateRequestOptions, keyof typeof texts>, true>

const kinds = Object.values<Text>(texts).flatMap(({ kind }) => kind ?? [])

/** Whether the API takes keys of this kind: either may stand in the place of the other. */
const isBearer = ({ beginning }: Kind): boolean => beginning === 'sk_' || beginning === 'ak_'

/** Options that only our Express SDK has and that keep people out: a name beside them would let everybody in. */
const guardsOfRoutes = ['permission', 'role', 'feature', 'plan', 'reverification', 'unauthenticated']
const guards = ['revocation']

/** Of one list for all functions, as apps share an object of options between them. */
const known = [
  ...Object.keys({ ...texts, ...others }),
  ...['timeoutInMs', 'telemetry', 'sdkMetadata'], // of createClerkClient()
  'treatPendingAsSignedOut', // of getAuth()
  'frontendApiProxy', // of the Express SDK
  ...guards,
  ...guardsOfRoutes,
]

/** What Clerk's SDKs take besides, to no effect here. */
const ofClerk = ['userAgent', 'apiClient', 'skipApiVersionInUrl', 'useMachineSecretKey', 'requireSecretKey', 'key', 'kid']

const taken = new Set([...known, ...ofClerk])

const inside: Record<string, readonly string[]> = {
  frontendApiProxy: ['enabled', 'path'],
  organizationSyncOptions: ['organizationPatterns', 'personalAccountPatterns'],
}

const told = new Set<string>()
const mostTold = 50 // options may be made for each request

/**
 * Tells each name that no option has once, with the one that was meant. `by` is the call that has the options, such as `requireAuth()`.
 * @throws TypeError where an option was meant that keeps people out
 */
export function tellUnknown(by: string, options: object): void {
  for (const [name, value] of Object.entries(options)) {
    if (guardsOfRoutes.includes(name) && by !== 'requireAuth()')
      throw new TypeError(`${by}: ${name} is an option of requireAuth(), such as app.use('/admin', requireAuth({ ${name}: … })).`)
    if (!taken.has(name)) tell(by, name, nearest(name, known))
    const names = inside[name]
    if (!names || value === undefined || value === null) continue
    if (typeof value !== 'object') tell(by, name, undefined, `must be an object, such as { ${names[0]}: … }, not ${shown(value)}`)
    else for (const inner of Object.keys(value)) if (!names.includes(inner)) tell(by, `${name}.${inner}`, nearest(inner, names))
  }
}

function tell(by: string, name: string, meant: string | undefined, mistake?: string): void {
  const words = mistake
    ? `${name} ${mistake}.`
    : `there is no option ${name}, and it has no effect.${meant ? ` Did you mean ${meant}?` : ''}`
  if (meant && [...guards, ...guardsOfRoutes].includes(meant)) throw new TypeError(`${by}: ${words}`)
  const line = `[frontdesk] ${by}: ${words}`
  if (told.has(line) || told.size >= mostTold) return
  told.add(line)
  console.warn(line)
}

/** @throws TypeError for what is no text where text belongs, a key of another kind, and an address of the API that is none or Clerk's own */
export function assertTexts(options: AuthenticateRequestOptions): void {
  for (const [name, { variable, example, kind }] of Object.entries<Text>(texts)) {
    const value: unknown = options[name as keyof typeof texts]
    if (value === undefined || value === null || value === '') continue
    const where = variable ? ` (${variable})` : ''
    if (typeof value !== 'string') throw new TypeError(`${name} must be text, such as ${example}, not ${shown(value)}${where}.`)
    const other = kind && kinds.find(({ beginning }) => beginning !== kind.beginning && value.startsWith(beginning))
    if (other && !(isBearer(kind) && isBearer(other)))
      throw new TypeError(
        `${name} must be ${kind.name}, such as ${example}, not ${other.name}${where}. \`npx frontdesk keys\` prints both.`,
      )
  }
  const { apiUrl } = options
  if (apiUrl && !(/^https?:\/\//i.test(apiUrl) && URL.canParse(apiUrl)))
    throw new TypeError(`apiUrl must be an address, such as ${texts.apiUrl.example}, not ${shown(apiUrl)} (CLERK_API_URL).`)
  if (apiUrl && isClerksOwn(apiUrl))
    throw new TypeError(
      `apiUrl leads to Clerk's own service, ${new URL(apiUrl).host}, which would get this instance's secret key: leave it out, or name your server's, such as ${texts.apiUrl.example} (CLERK_API_URL).`,
    )
}
