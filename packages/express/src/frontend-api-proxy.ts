/** `frontendApiProxy`: serves the Frontend API under the app's own origin if the server runs elsewhere. */
import { Readable } from 'node:stream'
import { finished, pipeline } from 'node:stream/promises'
import type { AuthenticateRequestOptions } from '@frontdesk/backend'
import {
  authenticatorFor,
  bodyLeft,
  findEmbedded,
  isBelow,
  namesAnotherInstance,
  proxyPathOf,
  requestUrl,
  settingsOf,
  targetOf,
} from '@frontdesk/backend/internal'
import { clerkFrontendApiProxy } from '@frontdesk/backend/proxy'
import type { Request, Response } from 'express'
import { protocolOf, trustOf, urlOf } from './authenticate-request.js'

export interface FrontendApiProxyOptions {
  /** For all requests, for none, or for those whose URL the function accepts. */
  enabled: boolean | ((url: URL) => boolean)
  /** The prefix of the Frontend API's paths; `/__clerk` by default. */
  path?: string | undefined
}

export interface WithFrontendApiProxy extends AuthenticateRequestOptions {
  /**
   * Forwards requests below the path to the Frontend API of the server at CLERK_API_URL, or at CLERK_FAPI_URL. An embedded server answers
   * them itself and needs no proxy.
   */
  frontendApiProxy?: FrontendApiProxyOptions | undefined
}

const ownPath = new WeakMap<WithFrontendApiProxy, WithFrontendApiProxy>()

/** Returns null if the proxy has answered the request, else the options for it, with the proxy's path as `proxyUrl`. */
export async function pastProxy<Options extends WithFrontendApiProxy>(
  options: Options,
  request: Request,
  response: Response,
): Promise<Options | null> {
  const { frontendApiProxy } = options
  if (!frontendApiProxy) return options
  const url = urlOf(request)
  const { enabled, path } = frontendApiProxy
  if (!(typeof enabled === 'function' ? enabled(url) : enabled)) return options

  const proxyPath = proxyPathOf({ proxyPath: path })
  if (isBelow(url.pathname, proxyPath) && isAsWritten(url, request) && !(await isEmbeddedAt(proxyPath, options, request))) {
    await answer(options, proxyPath, request, response)
    return null
  }
  if (options.proxyUrl) return options
  const known = (ownPath.get(options) ?? { ...options, proxyUrl: proxyPath }) as Options // made from these options
  ownPath.set(options, known) // the same object each time, because authenticators are cached by their options
  return known
}

/** Whether the URL's path is the path as sent: the app's guards before us have read it without resolving dots. */
const isAsWritten = (url: URL, request: Request) => url.pathname === targetOf(request)?.path

/** @throws if the embedded server has another path: its API has no address to forward requests to */
async function isEmbeddedAt(proxyPath: string, options: AuthenticateRequestOptions, request: Request): Promise<boolean> {
  const embedded = findEmbedded(request)
  const settings = embedded && (await settingsOf(embedded))
  if (!settings || namesAnotherInstance((await authenticatorFor(options, embedded)).options, settings)) return false
  if (settings.proxyUrl === proxyPath) return true
  throw new Error(
    `frontendApiProxy: the server in this process answers at ${settings.proxyUrl} itself. Leave the option out, or set frontdesk({ basePath: '${proxyPath}' }).`,
  )
}

async function answer(options: WithFrontendApiProxy, proxyPath: string, request: Request, response: Response) {
  const { publishableKey, secretKey, apiUrl } = (await authenticatorFor(options, findEmbedded(request))).options
  const left = await bodyRead(request)
  if (left === null) return refuseConsumed(response)
  const gone = new AbortController()
  response.once('close', () => gone.abort()) // also emitted at the normal end, when nothing is left to abort

  const { remoteAddress } = request.socket
  const upstream = await clerkFrontendApiProxy(toWeb(request, left, gone.signal), {
    proxyPath,
    publishableKey,
    secretKey,
    apiUrl,
    remoteAddress,
    trustedProxies: trustOf(request),
  })
  if (response.destroyed) return
  response.statusCode = upstream.status
  for (const [name, value] of upstream.headers)
    if (name === 'set-cookie') response.appendHeader(name, value)
    else response.setHeader(name, value)
  response.flushHeaders() // a streamed body may arrive much later
  if (!upstream.body) return void response.end()
  // Either side may disconnect: the headers are sent already, so the response can only be cut off.
  await pipeline(Readable.fromWeb(upstream.body as never), response).catch(() => {}) // Node has two types for one stream
}

/** @throws an error with status 400 if no Request can represent it */
function toWeb(request: Request, read: BodyRead, signal: AbortSignal): globalThis.Request {
  const url = requestUrl({ target: targetOf(request), protocol: protocolOf(request), header: () => undefined }) // the URL of this connection, without forwarded headers
  const body = (read ?? (hasBody(request) ? Readable.toWeb(request) : null)) as BodyOfRequest
  const left = read ? ['content-length', 'content-encoding', 'transfer-encoding'] : [] // they described other bytes
  try {
    const headers = new Headers()
    for (const [name, value] of Object.entries(request.headers))
      if (value !== undefined && !left.includes(name)) headers.set(name, String(value))
    return new globalThis.Request(url, { method: request.method, headers, signal, ...(body && { body, duplex: 'half' }) })
  } catch (error) {
    throw Object.assign(new Error(`This request can't be passed on: ${(error as Error).message}`), { status: 400 })
  }
}

function hasBody({ method, headers }: Request): boolean {
  const { 'content-length': length = '0', 'transfer-encoding': encoding } = headers
  return !['GET', 'HEAD'].includes(method) && (encoding !== undefined || length !== '0')
}

/** As Node's own Request takes it, whose types don't know Node's streams. */
type BodyOfRequest = NonNullable<RequestInit['body']> | null

type BodyRead = Uint8Array | undefined

/** The body that a middleware has read; undefined if none has, and null if it is gone. */
async function bodyRead(request: Request): Promise<BodyRead | null> {
  if (!hasBody(request)) return undefined
  if (!request.readableDidRead) return request.readableEnded ? new Uint8Array() : undefined
  if (!request.readableEnded && !request.destroyed) await finished(request.resume(), { writable: false })
  return bodyLeft(request)
}

function refuseConsumed(response: Response): void {
  const message = 'Request body consumed'
  const long_message =
    'A middleware of this app has read the body of the request and left nothing that proves to be all of it: mount app.use(clerkMiddleware({ frontendApiProxy })) before body parsers and uploads, or let them keep the bytes in request.rawBody.'
  console.error(`[frontdesk] frontendApiProxy: ${long_message}`)
  response.statusCode = 500 // also on plain `node:http`
  response.setHeader('content-type', 'application/json')
  response.setHeader('cache-control', 'no-store')
  response.end(JSON.stringify({ errors: [{ code: 'request_body_consumed', message, long_message, meta: {} }] }))
}
