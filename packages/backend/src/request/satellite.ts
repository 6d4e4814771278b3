/**
 * Satellites: further domains of one instance, whose browsers have no `__client` cookie there. A page of a satellite is sent to the primary
 * domain once and comes back with its cookies; `__clerk_synced` in its address says that it has been there.
 */
import type { SessionAuthObject } from '../auth/auth-object.js'
import type { Authenticator } from './authenticator.js'
import type { AuthRequest } from './decision.js'
import type { IncomingRequest } from './incoming-request.js'
import { isWholeUrl, siteOf } from './site.js'

/** @throws for a satellite that can't be synced with what it is told */
export function assertSatellite({ options, publishableKey }: Authenticator, request: AuthRequest): void {
  const site = siteOf(options, request)
  if (!site.isSatellite) return
  if (!site.proxyUrl && !site.domain) throw new Error('A satellite needs to know its `domain`, or a `proxyUrl`.')

  const { signInUrl } = options
  const isWhole = signInUrl !== undefined && isWholeUrl(signInUrl)
  const origin = request.header('origin')
  if (!isWhole && (publishableKey.instanceType === 'development' || (signInUrl && origin)))
    throw new Error('A satellite needs the whole `signInUrl` of the primary domain (CLERK_SIGN_IN_URL).')
  if (isWhole && new URL(signInUrl).origin === origin)
    throw new Error("A satellite's `signInUrl` must be on the primary domain, not on its own.")
}

/**
 * Whether a page of the primary domain was reached from another domain of the app, where its session may have ended meanwhile. Those are the
 * `authorizedParties`; Clerk's SDKs ask again after every link from anywhere. Browsers keep the referrer through a handshake, so a token that
 * was just made is not asked about.
 */
export function comesFromSatellite(
  { authenticator, request, site }: IncomingRequest,
  { sessionClaims }: SessionAuthObject,
  now = Date.now(),
): boolean {
  const { authorizedParties } = authenticator.options
  const referer = request.header('referer')
  if (!authorizedParties || !referer || !isPage(request) || !URL.canParse(referer)) return false
  const { origin } = new URL(referer)
  if (origin === request.url().origin || !authorizedParties.includes(origin) || site.isSatellite) return false
  return now / 1000 - (sessionClaims?.iat ?? 0) > justMadeSeconds
}

const justMadeSeconds = 10

const isPage = ({ method, header }: AuthRequest) => method === 'GET' && header('sec-fetch-dest') === 'document'

export type Sync =
  | { answer: 'signed-out' }
  /** `location` where it isn't the Frontend API that the page is sent to. */
  | { answer: 'handshake'; reason: 'satellite-needs-syncing' | 'primary-responds-to-syncing'; location?: string }

/** What the domains of an instance have to settle before cookies are looked at; null for most requests. */
export function syncOf(incoming: IncomingRequest): Sync | null {
  return incoming.site.isSatellite ? satelliteSync(incoming) : primaryAnswer(incoming)
}

/** Without `satelliteAutoSync` only browsers that are, or were, signed in are worth the way. */
function satelliteSync({ authenticator, request, session }: IncomingRequest): Sync | null {
  if (!isPage(request)) return null
  const url = request.url()
  const synced = url.searchParams.get('__clerk_synced')
  if (synced === 'true') return null

  const isAsked = synced === 'false'
  const hasCookies = Boolean(session.sessionToken || session.clientUat)
  if (!hasCookies && !isAsked && authenticator.options.satelliteAutoSync !== true) return { answer: 'signed-out' }
  if (hasCookies && !isAsked) return null
  if (authenticator.publishableKey.instanceType === 'production')
    return { answer: 'handshake', reason: 'satellite-needs-syncing' }

  const primary = new URL(authenticator.options.signInUrl!) // asserted before
  primary.searchParams.append('__clerk_redirect_url', url.href)
  return { answer: 'handshake', reason: 'satellite-needs-syncing', location: primary.href }
}

/**
 * Development: the primary domain sends a satellite's page back, with the token that both know the browser by. The token goes to this
 * machine and to authorized parties; anybody can write another address into a link.
 */
function primaryAnswer(incoming: IncomingRequest): Sync | null {
  const { authenticator, request } = incoming
  if (authenticator.publishableKey.instanceType !== 'development') return null
  const asked = request.url().searchParams.get('__clerk_redirect_url')
  if (!asked || !URL.canParse(asked)) return null
  const back = new URL(asked)
  const isTrusted =
    /^(localhost|127\.0\.0\.1|\[::1\]|.+\.localhost)$/.test(back.hostname) ||
    authenticator.options.authorizedParties?.includes(back.origin)
  if (!/^https?:$/.test(back.protocol) || !isTrusted) return null

  if (incoming.devBrowser) back.searchParams.append('__clerk_db_jwt', incoming.devBrowser)
  back.searchParams.set('__clerk_synced', 'true')
  return { answer: 'handshake', reason: 'primary-responds-to-syncing', location: back.href }
}
