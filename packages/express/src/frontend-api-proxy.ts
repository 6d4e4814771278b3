/** `frontendApiProxy`: serves the Frontend API under the app's own origin if the server runs elsewhere. */
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { AuthenticateRequestOptions } from '@frontdesk/backend'
import {
  authenticatorFor,
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
  const gone = new AbortController()
  response.once('close', () => gone.abort()) // also emitted at the normal end, when nothing is left to abort

  const { remoteAddress } = request.socket
  const upstream = await clerkFrontendApiProxy(toWeb(request, gone.signal), {
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

/** @throws an error with status 400 if no Request can represent it, 500 if its body has been consumed */
function toWeb(request: Request, signal: AbortSignal): globalThis.Request {
  const url = requestUrl({ target: targetOf(request), protocol: protocolOf(request), header: () => undefined }) // the URL of this connection, without forwarded headers
  const body = bodyOf(request)
  const left = body instanceof Uint8Array ? ['content-length', 'content-encoding', 'transfer-encoding'] : [] // they described other bytes
  try {
    const headers = new Headers()
    for (const [name, value] of Object.entries(request.headers))
      if (value !== undefined && !left.includes(name)) headers.set(name, String(value))
    return new globalThis.Request(url, { method: request.method, headers, signal, ...(body && { body, duplex: 'half' }) })
  } catch (error) {
    throw Object.assign(new Error(`This request can't be passed on: ${(error as Error).message}`), { status: 400 })
  }
}

function bodyOf(request: Request): globalThis.RequestInit['body'] {
  const { 'content-length': length = '0', 'transfer-encoding': encoding } = request.headers
  const hasBody = !['GET', 'HEAD'].includes(request.method) && (encoding !== undefined || length !== '0')
  if (!hasBody) return null
  return request.readableDidRead ? parsedBody(request) : (Readable.toWeb(request) as never) // Node has two types for one stream
}

/** The body that a parser has consumed: its raw bytes if they were kept, else serialized again. */
function parsedBody({ headers, rawBody, body }: Request & { rawBody?: unknown }): Uint8Array<ArrayBuffer> {
  const whole = [rawBody, body].find((bytes) => Buffer.isBuffer(bytes) || typeof bytes === 'string')
  if (whole !== undefined) return new Uint8Array(Buffer.from(whole))
  const type = headers['content-type'] ?? ''
  if (/^application\/([\w.-]+\+)?json\b/.test(type) && body !== undefined)
    return new Uint8Array(Buffer.from(JSON.stringify(body)))

  const pairs = Object.entries((body ?? {}) as Record<string, unknown>).flatMap(([name, value]) =>
    [value].flat().map((item): [string, unknown] => [name, item]),
  )
  const isForm = type.startsWith('application/x-www-form-urlencoded') && body !== undefined
  if (isForm && pairs.every((pair): pair is [string, string] => typeof pair[1] === 'string'))
    return new Uint8Array(Buffer.from(new URLSearchParams(pairs).toString()))
  throw new Error(
    'frontendApiProxy: a body parser has read this request, and what it left does not tell the bytes. Mount clerkMiddleware() before the parsers.',
  )
}
