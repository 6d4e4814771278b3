import type { AuthenticateRequestOptions, ClerkClient } from '@frontdesk/backend'
import {
  type AuthRequest,
  authenticate,
  authenticatesItself,
  authenticatorFor,
  type Decision,
  findEmbedded,
  type RequestState,
  requestUrl,
  signedOutAuth,
  siteOf,
  type TrustedProxies,
  targetOf,
  toRequestState,
} from '@frontdesk/backend/internal'
import type { Request } from 'express'

export interface AuthenticateRequestParams {
  clerkClient?: ClerkClient
  request: Request
  options?: AuthenticateRequestOptions
}

/**
 * Authenticates an Express request without attaching anything to it, for an app's own middleware.
 * @throws if keys are missing
 */
export async function authenticateRequest({
  clerkClient,
  request,
  options = {},
}: AuthenticateRequestParams): Promise<RequestState> {
  if (!request) throw new TypeError('authenticateRequest() takes an object: await authenticateRequest({ request: req }).')
  const chosen = clerkClient ? { ...options, clerkClient } : options
  if (authenticatesItself(chosen.clerkClient)) return askClient(chosen.clerkClient!, request, chosen)
  const authenticator = await authenticatorFor(chosen, findEmbedded(request))
  const asked = fromExpress(request)
  return toRequestState(await authenticate(authenticator, asked), authenticator, asked) as RequestState // Clerk's type, also with `acceptsToken`
}

/** Authenticates a request for the middleware: accepts tokens of any type, which `getAuth()` restricts later. */
export function decide(request: Request, options: AuthenticateRequestOptions): Decision | Promise<Decision> {
  if (authenticatesItself(options.clerkClient)) return decidedBy(options.clerkClient!, request, options)
  const authenticator = authenticatorFor(options, findEmbedded(request))
  if (authenticator instanceof Promise) return authenticator.then((found) => authenticate(found, fromExpress(request), 'any'))
  return authenticate(authenticator, fromExpress(request), 'any')
}

/** Calls `authenticateRequest()` of a client that isn't ours or wraps ours, with the options that ours would use. */
async function askClient(client: ClerkClient, request: Request, given: AuthenticateRequestOptions): Promise<RequestState> {
  const { options } = await authenticatorFor(given, findEmbedded(request))
  const { clerkClient: _, debug: __, ...rest } = options
  const asked = { ...rest, ...siteOf(options, fromExpress(request)) }
  return client.authenticateRequest(toWebRequest(request), asked as AuthenticateRequestOptions) // Clerk's clients accept no functions here
}

async function decidedBy(client: ClerkClient, request: Request, options: AuthenticateRequestOptions): Promise<Decision> {
  const state = await askClient(client, request, { ...options, acceptsToken: 'any' })
  const { status, reason, message, headers, token, tokenType } = state
  if (status === 'handshake' && !headers.has('location'))
    throw new Error('clerkClient.authenticateRequest() asks for a handshake and does not say where.')
  return {
    status,
    reason,
    message: message ?? '',
    headers: [...headers],
    token,
    tokenType,
    auth: (choice) => state.toAuth(choice) ?? signedOutAuth(reason ?? ''),
  }
}

/** @throws an error with status 400 if no Request can represent it, such as TRACE */
function toWebRequest(request: Request): globalThis.Request {
  const headers = new Headers()
  try {
    for (const [name, value] of Object.entries(request.headers)) if (value !== undefined) headers.set(name, String(value))
    return new globalThis.Request(urlOf(request), { method: request.method, headers })
  } catch (error) {
    throw Object.assign(new Error(`clerkClient can't be asked about this request: ${(error as Error).message}`), { status: 400 })
  }
}

/**
 * The headers are read where they are; no Web Request is made. An Express request has a hidden class of its own, so every look at it
 * misses V8's inline caches: `Reflect` goes past them, and each member is read once.
 */
export function fromExpress(request: Request): AuthRequest {
  const headers = Reflect.get(request, 'headers') as Request['headers']
  let url: URL | undefined
  return {
    method: Reflect.get(request, 'method') as string,
    header: (name) => headerOf(headers, name),
    url() {
      url ??= urlOf(request)
      return url
    },
  }
}

/** The URL that the browser requested. Works for requests that Express has not handled, too. @throws an error with status 400 */
export function urlOf(request: Request): URL {
  const { remoteAddress } = request.socket
  const header = (name: string) => headerOf(request.headers, name)
  return requestUrl({ target: targetOf(request), protocol: protocolOf(request), header, remoteAddress, trust: trustOf(request) })
}

/** The protocol of the connection itself; ignores proxies. */
export const protocolOf = ({ socket }: Request): 'http' | 'https' =>
  (socket as { encrypted?: boolean }).encrypted ? 'https' : 'http' // only TLS sockets have it

/** The proxies that the app trusts, from its setting `trust proxy`. */
export const trustOf = ({ app }: Partial<Pick<Request, 'app'>>): TrustedProxies => app?.get('trust proxy fn') ?? 0

function headerOf(headers: Request['headers'], name: string): string | undefined {
  const value = headers[name]
  return Array.isArray(value) ? value[0] : value
}
