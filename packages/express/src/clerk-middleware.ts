import type { AuthenticateRequestOptions } from '@frontdesk/backend'
import type { Request, RequestHandler, Response } from 'express'
import { decide } from './authenticate-request.js'
import { attachAuth, readAuth } from './request-auth.js'

export type ClerkMiddlewareOptions = AuthenticateRequestOptions

/**
 * Finds out who sends each request and attaches it as `req.auth`, for `getAuth()`. Nobody is turned away; a document whose session
 * cookie went stale is sent to the Frontend API and comes back with a fresh one. Options may depend on the request.
 *
 * @example
 * app.use(clerkMiddleware())
 * app.get('/me', (req, res) => res.json(getAuth(req)))
 */
export function clerkMiddleware(
  options: ClerkMiddlewareOptions | ((request: Request) => ClerkMiddlewareOptions | Promise<ClerkMiddlewareOptions>) = {},
): RequestHandler {
  return async (request, response, next) => {
    let isAnswered: boolean
    try {
      isAnswered = await attach(typeof options === 'function' ? await options(request) : options, request, response)
    } catch (error) {
      return next(error)
    }
    if (!isAnswered) next()
  }
}

/** Attaches `req.auth` once per request; true when the answer was a redirect and nothing is left to do. */
export async function attach(options: AuthenticateRequestOptions, request: Request, response: Response): Promise<boolean> {
  if (readAuth(request)) return false
  const decision = await decide(request, options)
  let isRedirect = false
  for (const [name, value] of decision.headers) {
    isRedirect ||= name === 'location'
    response.appendHeader(name, value)
  }
  if (isRedirect) response.status(307).end()
  else attachAuth(request, decision.auth)
  return isRedirect
}
