/**
 * Serves the Frontend API under the app's own origin, for apps whose server runs elsewhere. Forwards requests below the proxy path with
 * headers that say where they were sent, and returns the answers unchanged. Streams both.
 */

import { isClerksOwn } from '@frontdesk/contract/options'
import { abortWith } from './abort-with.js'
import { isBelow, proxyPathOf, stripTrailingSlashes } from './proxy-path.js'
import { parsePublishableKey } from './publishable-key.js'
import { forwardedOf } from './request/contract-requests.js'
import { setting } from './request/options.js'

export { DEFAULT_PROXY_PATH, stripTrailingSlashes } from './proxy-path.js'

export interface FrontendApiProxyOptions {
  /** The prefix of the Frontend API's paths; `/__clerk` by default. */
  proxyPath?: string | undefined
  publishableKey?: string | undefined
  /** Sent as `Clerk-Secret-Key`, only to the Frontend API's host. */
  secretKey?: string | undefined
  /** Base of the Frontend API, such as `https://auth.example.com/__clerk`; CLERK_FAPI_URL by default, else what stands before `/api` in `apiUrl`. */
  fapiUrl?: string | undefined
  /** Base of the Backend API; CLERK_API_URL by default. */
  apiUrl?: string | undefined
  /** The address of the connection, which a Request does not have. Added to `X-Forwarded-For`. */
  remoteAddress?: string | undefined
  /** How many proxies stand before the app, or which, as Express's `trust proxy` tells: their `X-Forwarded-*` count. None by default. */
  trustedProxies?: number | ((address: string, hop: number) => boolean) | undefined
  /** How long the Frontend API may take to begin its answer; 60,000 by default. */
  timeoutInMs?: number | undefined
}

export type ProxyErrorCode = 'proxy_configuration_error' | 'proxy_path_mismatch' | 'proxy_request_failed'

export interface ProxyError {
  code: ProxyErrorCode
  message: string
}

/** The Frontend API at the host that the key names. @throws for what is no publishable key */
export const fapiUrlFromPublishableKey = (publishableKey: string): string => `https://${parsePublishableKey(publishableKey).host}`

/** Whether a request is for the proxy. */
export function matchProxyPath(request: Request, options: Pick<FrontendApiProxyOptions, 'proxyPath'> = {}): boolean {
  return isBelow(new URL(request.url).pathname, proxyPathOf(options))
}

/**
 * Passes a request on to the Frontend API. Every Set-Cookie header survives, redirects are not followed, and an abort of the request
 * ends the other one too. What goes wrong is answered in JSON: 400 for a path that is not the proxy's, 500 for missing settings, 502
 * when nobody answers, 504 when nobody does in time, 508 when the Frontend API's address leads back to the app.
 *
 * @example
 * import { clerkFrontendApiProxy } from '@frontdesk/backend/proxy'
 * const answer = await clerkFrontendApiProxy(new Request('https://app.example.com/__clerk/v1/client'), { proxyPath: '/__clerk' })
 */
export async function clerkFrontendApiProxy(request: Request, options: FrontendApiProxyOptions = {}): Promise<Response> {
  const proxyPath = proxyPathOf(options)
  const asked = askedUrl(request, options)
  if (!asked || !isBelow(asked.pathname, proxyPath))
    return failure(400, 'proxy_path_mismatch', `The path of this request is not below ${proxyPath}.`)
  const secretKey = setting(options.secretKey) ?? setting(process.env.CLERK_SECRET_KEY)
  if (!secretKey)
    return failure(500, 'proxy_configuration_error', 'No secret key: set CLERK_SECRET_KEY (`npx frontdesk keys` prints it).')

  let base: URL
  try {
    base = frontendApi(options)
  } catch (error) {
    return failure(500, 'proxy_configuration_error', (error as Error).message)
  }
  const basePath = stripTrailingSlashes(base.pathname)
  const target = new URL(`${base.origin}${basePath}${asked.pathname.slice(proxyPath.length) || '/'}${asked.search}`)
  const proxyUrl = `${asked.origin}${proxyPath}`

  if (request.headers.get('clerk-proxy-url') === proxyUrl)
    return failure(
      508,
      'proxy_configuration_error',
      `${base.origin} is this very app. Set CLERK_API_URL to the address of the server.`,
    )

  const headers = endToEnd(request.headers)
  for (const name of ['host', 'expect']) headers.delete(name) // they are those of the one connection
  if (!request.body) headers.delete('content-length')
  headers.set('accept-encoding', 'identity') // fetch would undo what it knows and leave the rest
  headers.set('clerk-proxy-url', proxyUrl)
  headers.set('clerk-secret-key', secretKey)
  for (const name of [...headers.keys()]) if (isForwarding(name)) headers.delete(name) // the caller's word, which the server would take for ours
  headers.set('x-forwarded-host', asked.host)
  headers.set('x-forwarded-proto', asked.protocol.slice(0, -1))
  // Appended, not replaced: the server counts trusted proxies from the right, so forged entries further left do not matter.
  if (options.remoteAddress) headers.append('x-forwarded-for', options.remoteAddress)
  else if (!options.trustedProxies) headers.delete('x-forwarded-for') // its last entry would count as the caller

  const { end } = abortWith([request.signal as AbortSignal | undefined]) // a Request of another implementation may have none
  let isLate = false
  const timer = setTimeout(() => {
    isLate = true
    end.abort()
  }, options.timeoutInMs ?? 60_000)
  try {
    const answer = await fetch(target, {
      method: request.method,
      headers,
      redirect: 'manual',
      signal: end.signal,
      ...(request.body && { body: request.body, duplex: 'half' as const }),
    })
    return new Response(answer.body, {
      status: answer.status,
      statusText: answer.statusText,
      headers: answerHeaders(answer, { base, basePath, proxyUrl }),
    })
  } catch (error) {
    if (isLate) return failure(504, 'proxy_request_failed', `The Frontend API at ${base.origin} took too long.`)
    const cause = (error as Error).cause as Error | undefined // fetch puts the reason there
    const message = `The Frontend API at ${base.origin} can't be reached: ${cause?.message || (error as Error).message}. Is CLERK_FAPI_URL or CLERK_API_URL right?`
    return failure(502, 'proxy_request_failed', message)
  } finally {
    clearTimeout(timer)
  }
}

const isForwarding = (name: string) => /^(forwarded|x-forwarded-(?!for$).+|x-real-ip)$/.test(name)

/** The URL that the browser requested, or null if it is invalid. */
function askedUrl(request: Request, { remoteAddress = '', trustedProxies = 0 }: FrontendApiProxyOptions): URL | null {
  const { pathname, search, protocol, host } = new URL(request.url)
  const header = (name: string) => request.headers.get(name)
  const trusted = forwardedOf({ remoteAddress, header }, trustedProxies)
  const url = `${trusted.protocol ?? protocol.slice(0, -1)}://${trusted.host ?? header('host') ?? host}${pathname}${search}`
  return URL.canParse(url) ? new URL(url) : null
}

/** @throws with what is wrong with the address */
function frontendApi(options: FrontendApiProxyOptions): URL {
  const configured = setting(options.fapiUrl) ?? setting(process.env.CLERK_FAPI_URL)
  const besideApi = /^(.+)\/api\/*$/.exec(setting(options.apiUrl) ?? setting(process.env.CLERK_API_URL) ?? '')?.[1]
  const publishableKey = setting(options.publishableKey) ?? setting(process.env.CLERK_PUBLISHABLE_KEY)
  if (!publishableKey) throw new Error('No publishable key: set CLERK_PUBLISHABLE_KEY (`npx frontdesk keys` prints it).')
  const text = configured || besideApi || fapiUrlFromPublishableKey(publishableKey)

  const url = URL.canParse(text) ? new URL(text) : null
  if (!url || !/^https?:$/.test(url.protocol))
    throw new Error(`The Frontend API's address must begin with https:// or http://, not ${text}.`)
  if (url.username || url.password || url.search || url.hash)
    throw new Error("The Frontend API's address must have no credentials, query or hash.")
  if (isClerksOwn(text))
    throw new Error(
      `The Frontend API's address leads to Clerk's own service, ${url.host}, which would get this instance's secret key: set CLERK_API_URL to the address of your server, and CLERK_PUBLISHABLE_KEY to its key.`,
    )
  return url
}

/** Hop-by-hop headers (RFC 9110, section 7.6.1), besides those that `Connection` names. */
const hopByHop = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

function endToEnd(headers: Headers): Headers {
  const named = (headers.get('connection') ?? '').split(',').map((name) => name.trim().toLowerCase())
  const kept = new Headers()
  for (const [name, value] of headers) if (!hopByHop.has(name) && !named.includes(name)) kept.append(name, value)
  return kept
}

/** The answer's headers. Drops those of a content encoding, which fetch has decoded, and rewrites redirects within the Frontend API to the proxy. */
function answerHeaders(
  answer: Response,
  { base, basePath, proxyUrl }: { base: URL; basePath: string; proxyUrl: string },
): Headers {
  const headers = endToEnd(answer.headers)
  if (headers.has('content-encoding')) {
    headers.delete('content-encoding')
    headers.delete('content-length')
  }
  const location = headers.get('location')
  if (location && URL.canParse(location, base.href)) {
    const { origin, pathname, search, hash } = new URL(location, base)
    if (origin === base.origin && (basePath === '' || isBelow(pathname, basePath)))
      headers.set('location', `${proxyUrl}${pathname.slice(basePath.length)}${search}${hash}`)
  }
  return headers
}

function failure(status: number, code: ProxyErrorCode, message: string): Response {
  const errors = [{ code, message, long_message: message, meta: {} }]
  return Response.json({ errors }, { status, headers: { 'cache-control': 'no-store' } })
}
