import type { AuthenticateRequestOptions, ClerkClient } from '@frontdesk/backend'
import {
  type AuthRequest,
  authenticate,
  type Decision,
  findEmbedded,
  instanceFor,
  type RequestState,
  requestUrl,
  toRequestState,
} from '@frontdesk/backend/internal'
import type { Request } from 'express'

export interface AuthenticateRequestParams {
  clerkClient?: ClerkClient
  request: Request
  options?: AuthenticateRequestOptions
}

/**
 * Who sends an Express request, without attaching anything to it: for middleware of one's own.
 * @throws when keys are missing
 */
export async function authenticateRequest({
  clerkClient,
  request,
  options = {},
}: AuthenticateRequestParams): Promise<RequestState> {
  const chosen = clerkClient ? { ...options, clerkClient } : options
  const instance = await instanceFor(chosen, findEmbedded(request))
  const asked = fromExpress(request)
  return toRequestState(await authenticate(instance, asked), instance, asked) as RequestState // Clerk's type, also with `acceptsToken`
}

/** The same, as the middleware needs it: for tokens of any kind, among which `getAuth()` chooses. */
export function decide(request: Request, options: AuthenticateRequestOptions): Decision | Promise<Decision> {
  const instance = instanceFor(options, findEmbedded(request))
  if (instance instanceof Promise) return instance.then((found) => authenticate(found, fromExpress(request), 'any'))
  return authenticate(instance, fromExpress(request), 'any')
}

/** The headers are read where they are; no Web Request is made. */
export function fromExpress(request: Request): AuthRequest {
  let url: URL | undefined
  return {
    method: request.method,
    header: (name) => headerOf(request, name),
    url() {
      url ??= urlOf(request)
      return url
    },
  }
}

/** The address that the browser asked for. @throws an error with status 400 */
export function urlOf(request: Request): URL {
  const { encrypted } = request.socket as { encrypted?: boolean } // a TLS socket has it
  return requestUrl(request.originalUrl, encrypted ? 'https' : 'http', (name) => headerOf(request, name))
}

function headerOf(request: Request, name: string): string | undefined {
  const value = request.headers[name]
  return Array.isArray(value) ? value[0] : value
}
