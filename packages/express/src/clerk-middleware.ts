import type { AuthenticateRequestOptions } from '@frontdesk/backend'
import type { Request, RequestHandler, Response } from 'express'
import { authenticateExpressRequest } from './authenticate-request.js'
import { attachAuth, readAuth } from './request-auth.js'

export type ClerkMiddlewareOptions = AuthenticateRequestOptions

/**
 * Finds out who sends each request and attaches it as `req.auth`, for `getAuth()`. Nobody is turned away; a document whose session
 * cookie went stale is sent to the Frontend API and comes back with a fresh one.
 *
 * @example
 * app.use(clerkMiddleware())
 * app.get('/me', (req, res) => res.json(getAuth(req)))
 */
export function clerkMiddleware(
  options: ClerkMiddlewareOptions | ((request: Request) => ClerkMiddlewareOptions | Promise<ClerkMiddlewareOptions>) = {},
): RequestHandler {
  return (request, response, next) => {
    const resolved = typeof options === 'function' ? Promise.resolve(options(request)) : options
    void (
      resolved instanceof Promise
        ? resolved.then((found) => attach(found, request, response))
        : attach(resolved, request, response)
    ).then((isAnswered) => isAnswered || next(), next)
  }
}

/** Attaches `req.auth` once per request; true when the answer was a redirect and nothing is left to do. */
export async function attach(options: AuthenticateRequestOptions, request: Request, response: Response): Promise<boolean> {
  if (readAuth(request)) return false
  const state = await authenticateExpressRequest(request, options)
  for (const [name, value] of state.headers) response.appendHeader(name, value)
  if (response.hasHeader('location')) {
    response.status(307).end()
    return true
  }
  attachAuth(request, state.auth)
  return false
}
