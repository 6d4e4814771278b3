/**
 * Satellites: further domains of one instance, for which browsers have no `__client` cookie. A satellite's page is redirected to the primary
 * domain once and returns with cookies; `__clerk_synced` in its URL says that this has happened.
 */
import type { SessionAuthObject } from '../auth/auth-object.js'
import type { Authenticator } from './authenticator.js'
import type { AuthRequest } from './decision.js'
import type { IncomingRequest } from './incoming-request.js'
import { isWholeUrl, siteOf } from './site.js'

/** @throws if the options do not suffice to sync the satellite */
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
 * Whether a page of the primary domain was opened from another domain of the app, where its session may have ended meanwhile. Only
 * `authorizedParties` count as such; Clerk's SDKs do this for links from any site. Browsers keep the referrer through a handshake, so a token
 * that was just issued is accepted.
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
  /** `location` is set if the redirect does not go to the Frontend API. */
  | { answer: 'handshake'; reason: 'satellite-needs-syncing' | 'primary-responds-to-syncing'; location?: string }

/** The sync between domains that comes before cookies are read; null for most requests. */
export function syncOf(incoming: IncomingRequest): Sync | null {
  return incoming.site.isSatellite ? satelliteSync(incoming) : primaryAnswer(incoming)
}

/** Without `satelliteAutoSync`, syncs only browsers that are or were signed in. */
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

  const primary = new URL(authenticator.options.signInUrl!) // assertSatellite() requires it
  primary.searchParams.append('__clerk_redirect_url', url.href)
  return { answer: 'handshake', reason: 'satellite-needs-syncing', location: primary.href }
}

/**
 * Development: the primary domain redirects back to the satellite's page, with the development browser's token. The token is only sent to
 * this machine and to authorized parties, because the address comes from a link that anybody can write.
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
