/**
 * The handshake: a document whose cookies don't say who asks is sent to the Frontend API, which knows by its own cookie, and comes
 * back with a nonce (or a signed token) for which the Backend API gives the cookies to set.
 */
import type { Attempt, AuthRequest, ResponseHeader } from './request-state.js'

const apiVersion = '2026-05-12'
const maxRedirects = 3

export function isDocumentRequest({ method, header }: AuthRequest): boolean {
  if (method !== 'GET') return false
  const destination = header('sec-fetch-dest')
  if (destination) return destination === 'document' || destination === 'iframe'
  return header('accept')?.startsWith('text/html') ?? false
}

/** Where to go; null once it was tried three times within two seconds, which only wrong keys or clocks explain. */
export function handshakeHeaders({ instance, request, cookies, session }: Attempt, reason: string): ResponseHeader[] | null {
  const redirects = Number.parseInt(cookies('__clerk_redirect_count') ?? '', 10) || 0
  if (redirects >= maxRedirects) {
    console.warn(
      '[frontdesk] The handshake went round in circles: are publishable key and secret key of the same instance, and is CLERK_PROXY_URL right?',
    )
    return null
  }

  const returnTo = new URL(request.url())
  returnTo.searchParams.delete('__clerk_db_jwt')
  const url = new URL('v1/client/handshake', `${frontendApi(instance, request)}/`)
  const params = {
    redirect_url: returnTo.href,
    __clerk_api_version: apiVersion,
    suffixed_cookies: String(session.isSuffixed),
    __clerk_hs_reason: reason,
    format: 'nonce',
    ...(instance.publishableKey.instanceType === 'development' && session.devBrowser && { __clerk_db_jwt: session.devBrowser }),
  }
  for (const [name, value] of Object.entries(params)) url.searchParams.set(name, value)
  return [
    ['location', url.href],
    ['cache-control', 'no-store'],
    ['set-cookie', `__clerk_redirect_count=${redirects + 1}; SameSite=Lax; HttpOnly; Max-Age=2`],
  ]
}

/** The Frontend API's base: the proxy URL, absolute or on this very origin, else the host inside the publishable key. */
function frontendApi({ options, publishableKey }: Attempt['instance'], request: AuthRequest): string {
  const { proxyUrl } = options
  const base = proxyUrl ? new URL(proxyUrl, request.url()).href : `https://${publishableKey.host}`
  return base.replace(/\/+$/, '')
}

/** Null when the request brings no handshake; otherwise the cookies to set and the session token among them, if there is one. */
export async function resolveHandshake(attempt: Attempt): Promise<{ headers: ResponseHeader[]; token: string | null } | null> {
  const { instance, request, cookies } = attempt
  const isDevelopment = instance.publishableKey.instanceType === 'development'
  const query = isDevelopment ? request.url().searchParams : null // production keys bring both as cookies
  const nonce = query?.get('__clerk_handshake_nonce') ?? cookies('__clerk_handshake_nonce')
  const token = query?.get('__clerk_handshake') ?? cookies('__clerk_handshake')
  if (!nonce && !token) return null

  let directives: string[]
  try {
    directives = nonce
      ? (await instance.api.clients.getHandshakePayload({ nonce })).directives
      : await directivesOf(attempt, token!)
  } catch (error) {
    console.warn(`[frontdesk] A handshake could not be resolved: ${(error as Error).message}`)
    return null // the request is decided by its other cookies
  }

  const headers: ResponseHeader[] = directives.map((directive) => ['set-cookie', directive])
  const session = directives.map((directive) => /^__session(?:_\w+)?=([^;]+)/.exec(directive)?.[1]).filter(Boolean)
  if (isDevelopment) headers.push(['location', withoutHandshake(request.url())], ['cache-control', 'no-store'])
  return { headers, token: session.at(-1) ?? null }
}

function withoutHandshake(url: URL): string {
  const clean = new URL(url)
  for (const name of ['__clerk_handshake', '__clerk_handshake_nonce', '__clerk_help', '__clerk_db_jwt'])
    clean.searchParams.delete(name)
  return clean.href
}

/** The signed form of the handshake. */
async function directivesOf({ instance }: Attempt, token: string): Promise<string[]> {
  const { handshake } = await instance.verifier.verifyHandshake(token)
  if (!Array.isArray(handshake)) throw new Error('the handshake token holds no directives')
  return handshake.filter((directive): directive is string => typeof directive === 'string')
}
