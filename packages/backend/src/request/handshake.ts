/**
 * The handshake: a document without usable cookies is redirected to the Frontend API, which identifies the browser by its own cookie. It
 * returns with a nonce, which the Backend API exchanges for the cookies to set, or with a signed token that contains them.
 */

import type { AuthRequest, ResponseHeader } from './decision.js'
import { redirectTarget } from './embedded-origin.js'
import { explain } from './explain.js'
import type { IncomingRequest } from './incoming-request.js'
import { organizationParameter } from './organization-sync.js'
import { issuingHost } from './site.js'

const apiVersion = '2026-05-12'
const maxRedirects = 2

export function isDocumentRequest({ method, header }: AuthRequest): boolean {
  if (method !== 'GET' || header('upgrade')) return false // a WebSocket can't follow redirects
  const destination = header('sec-fetch-dest')
  if (destination) return destination === 'document' || destination === 'iframe'
  return header('accept')?.startsWith('text/html') ?? false
}

/** The redirect's headers. Returns null after two redirects within two seconds, which only wrong keys or clocks explain. */
export function handshakeHeaders(incoming: IncomingRequest, reason: string, elsewhere?: string): ResponseHeader[] | null {
  const redirects = Number(incoming.cookies('__clerk_redirect_count')) || 0
  if (redirects >= maxRedirects) return null
  return [
    ['location', elsewhere ?? handshakeUrl(incoming, reason)],
    ['cache-control', 'no-store'], // browsers cache redirects of inactive tabs, which would cause a loop
    ['set-cookie', `__clerk_redirect_count=${redirects + 1}; SameSite=Lax; HttpOnly; Max-Age=2`],
  ]
}

function handshakeUrl(incoming: IncomingRequest, reason: string): string {
  const { authenticator, request, session, bearer } = incoming
  const here = request.url()
  const url = new URL('v1/client/handshake', `${frontendApi(incoming)}/`)
  const params = {
    redirect_url: returnTo(incoming, url),
    __clerk_api_version: apiVersion,
    suffixed_cookies: String(session.isSuffixed),
    __clerk_hs_reason: reason,
    format: 'nonce',
    __session: session.sessionToken ?? bearer,
    __clerk_db_jwt: incoming.devBrowser,
  }
  for (const [name, value] of Object.entries(params)) if (value) url.searchParams.append(name, value)
  const organization = authenticator.organizationAt?.(here.pathname)
  if (organization) url.searchParams.append('organization_id', organizationParameter(organization))
  return redirectTarget(authenticator, url, here)
}

/** The requested page, as the `redirect_url` of the handshake: a path if the Frontend API has the same origin. */
function returnTo({ authenticator, request }: IncomingRequest, frontendApi: URL): string {
  const page = without(request.url(), ['__clerk_db_jwt', '__dev_session'])
  return redirectTarget(authenticator, page, frontendApi)
}

/** The Frontend API's base URL: `proxyUrl`, else the satellite's, else the host in the publishable key. */
function frontendApi({ authenticator: { publishableKey, options }, site }: IncomingRequest): string {
  const { proxyUrl = `https://${issuingHost(publishableKey, site)}` } = site
  if (!site.proxyUrl && publishableKey.host.endsWith('.localhost'))
    explain(options, 'handshake-without-proxy', `The browser is sent to ${proxyUrl}, the host in the publishable key.`)
  return proxyUrl.replace(/\/+$/, '')
}

/** What a browser returns with from a handshake: either of the two. */
export interface HandshakeResult {
  nonce: string | undefined
  token: string | undefined
}

/**
 * Production instances return it in a cookie, and only development instances in the query. Otherwise anybody could put their own nonce into
 * a link, and sign the visitor in to their account (login CSRF).
 */
export function handshakeResultOf({ authenticator, request, cookies }: IncomingRequest): HandshakeResult | null {
  const isDevelopment = authenticator.publishableKey.instanceType === 'development'
  const query = isDevelopment ? request.url().searchParams : undefined
  const read = (from: (name: string) => string | null | undefined): HandshakeResult | null => {
    const nonce = from('__clerk_handshake_nonce') || undefined
    const token = from('__clerk_handshake') || undefined
    return nonce || token ? { nonce, token } : null
  }
  // The query belongs to this handshake; a cookie may be left over from another app on this host.
  return (query && read((name) => query.get(name))) ?? read(cookies)
}

/** Returns the cookies to set. @throws if the nonce was used already, or the token is not of this instance */
export async function directivesOf({ authenticator }: IncomingRequest, { nonce, token }: HandshakeResult): Promise<string[]> {
  if (nonce) return (await authenticator.api.clients.getHandshakePayload({ nonce })).directives ?? []
  const { handshake } = await authenticator.verifier.verifyHandshake(token!) // it has one of the two
  return Array.isArray(handshake) ? handshake.filter((directive): directive is string => typeof directive === 'string') : []
}

/** The session token among the cookies to set: the last non-empty one, since an empty one only clears a name. */
export function sessionTokenAmong(directives: string[]): string | null {
  return directives.map((directive) => /^__session(?:_[\w-]+)?=([^;]+)/.exec(directive)?.[1]).findLast(Boolean) ?? null
}

const leftInAddress = ['__clerk_handshake', '__clerk_help', '__clerk_db_jwt', '__clerk_handshake_nonce']

/**
 * Development: redirects to the same page without the handshake's parameters. Returns no headers if the URL has none: a handshake in a cookie
 * would come again with the next request, so that the redirect would loop.
 */
export function stripHeaders({ authenticator, request }: IncomingRequest): ResponseHeader[] {
  const { searchParams } = request.url()
  if (!leftInAddress.some((name) => searchParams.has(name))) return []
  return [
    ['location', redirectTarget(authenticator, without(request.url(), leftInAddress), request.url())],
    ['cache-control', 'no-store'],
  ]
}

function without(url: URL, names: string[]): URL {
  const clean = new URL(url)
  for (const name of names) clean.searchParams.delete(name)
  return clean
}
