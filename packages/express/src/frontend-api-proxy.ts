/** `frontendApiProxy`: an app whose server is elsewhere answers the Frontend API under its own origin. */
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
  /** For all requests, for none, or for those whose address the function accepts. */
  enabled: boolean | ((url: URL) => boolean)
  /** What stands before the Frontend API's paths; `/__clerk` by default. */
  path?: string | undefined
}

export interface WithFrontendApiProxy extends AuthenticateRequestOptions {
  /**
   * Passes requests below the path on to the Frontend API of the server at CLERK_API_URL, or at CLERK_FAPI_URL. An embedded server
   * answers them itself and needs no proxy.
   */
  frontendApiProxy?: FrontendApiProxyOptions | undefined
}

const ownPath = new WeakMap<WithFrontendApiProxy, WithFrontendApiProxy>()

/** The options for a request that is none of the proxy's: its path is where the Frontend API is. Null when the proxy has answered. */
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
  const known = (ownPath.get(options) ?? { ...options, proxyUrl: proxyPath }) as Options // made of these options
  ownPath.set(options, known) // one object for each: what belongs to options is made once
  return known
}

/** Whether no dots had to be resolved: an app's own guards before us have read the path as it was written. */
const isAsWritten = (url: URL, request: Request) => url.pathname === targetOf(request)?.path

/** @throws when the server of this process is at another path: its API has no address to pass requests on to */
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
  response.once('close', () => gone.abort()) // also at the end, when nothing is left to abort

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
  response.flushHeaders() // what is streamed may be long in coming
  if (!upstream.body) return void response.end()
  // Either end may hang up half-way: the headers are out, and breaking off is all that can be said.
  await pipeline(Readable.fromWeb(upstream.body as never), response).catch(() => {}) // Node has two types for one stream
}

/** @throws an error with status 400 for what no Request can be, 500 for a body that is gone */
function toWeb(request: Request, signal: AbortSignal): globalThis.Request {
  const url = requestUrl({ target: targetOf(request), protocol: protocolOf(request), header: () => undefined }) // of this connection
  const body = bodyOf(request)
  const left = body instanceof Uint8Array ? ['content-length', 'content-encoding', 'transfer-encoding'] : [] // they were of other bytes
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

/** The body that a parser has read to its end, as it was or as it must have been. */
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
