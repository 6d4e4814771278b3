import {
  assertNotMounted,
  assertOptions,
  type Decision,
  findEmbedded,
  notCalled,
  tellsOfMount,
  tellUnknown,
} from '@frontdesk/backend/internal'
import type { Request, RequestHandler, Response } from 'express'
import { decide } from './authenticate-request.js'
import { pastProxy, type WithFrontendApiProxy } from './frontend-api-proxy.js'
import { tellOfOrder } from './mount-order.js'
import { attachAuth, readAuth } from './request-auth.js'
import { assertRevocation, endedSession, type WithRevocation } from './revocation.js'

/**
 * Express's handler, under a name of ours: an app that exports one and emits declarations under pnpm can't name what Express's own is
 * made of (TS2742).
 */
export interface ClerkRequestHandler extends RequestHandler {}

export type ClerkMiddlewareOptions = WithFrontendApiProxy & WithRevocation

/** Options that depend on the request. */
export type ClerkMiddlewareOptionsCallback = (request: Request) => ClerkMiddlewareOptions | Promise<ClerkMiddlewareOptions>

/**
 * Authenticates each request and attaches the result as `req.auth`, for `getAuth()`. Refuses nobody, but redirects a document whose session
 * cookie is stale to the Frontend API, from where it returns with a new one. Options may depend on the request.
 * @throws what is wrong with the options, and if it is mounted itself instead of being called
 *
 * @example
 * app.use(clerkMiddleware())
 * app.get('/me', (req, res) => res.json(getAuth(req)))
 */
export function clerkMiddleware(options: ClerkMiddlewareOptions | ClerkMiddlewareOptionsCallback = {}): ClerkRequestHandler {
  assertNotMounted('clerkMiddleware', options)
  if (typeof options !== 'function') assertStart('clerkMiddleware()', options)
  return (request, response, next) => {
    let isAnswered: boolean | Promise<boolean>
    try {
      isAnswered = typeof options === 'function' ? attachBy(options, request, response) : attach(options, request, response)
    } catch (error) {
      return next(error)
    }
    if (isAnswered instanceof Promise) return isAnswered.then((isIt) => (isIt ? undefined : next()), next)
    if (!isAnswered) next()
  }
}

// Express mounts the function itself without a word, and would wait for a `next()` that never comes.
tellsOfMount(clerkMiddleware, () => {
  throw notCalled('clerkMiddleware')
})

/** Validates the options when the app starts, instead of with each request. @throws with what is wrong */
export function assertStart(by: string, options: ClerkMiddlewareOptions): void {
  assertRevocation(options)
  assertOptions(by, options, findEmbedded())
}

/** The same object each time, because authenticators are cached by their options. */
export const noOptions: ClerkMiddlewareOptions = {}

async function attachBy(optionsFor: ClerkMiddlewareOptionsCallback, request: Request, response: Response): Promise<boolean> {
  const options = (await optionsFor(request)) ?? noOptions
  tellUnknown('clerkMiddleware()', options)
  return attach(options, request, response)
}

/** Attaches `req.auth`, once per request. Resolves with true if the request has been answered, by a redirect or by the proxy. */
export function attach(given: ClerkMiddlewareOptions, request: Request, response: Response): boolean | Promise<boolean> {
  tellOfOrder(request)
  if (given.frontendApiProxy || given.revocation !== undefined) return attachStepwise(given, request, response)
  if (readAuth(request)) return false
  const decision = decide(request, given)
  if (decision instanceof Promise) return decision.then((made) => applyDecision(made, request, response))
  return applyDecision(decision, request, response)
}

async function attachStepwise(given: ClerkMiddlewareOptions, request: Request, response: Response): Promise<boolean> {
  if (!readAuth(request)) {
    const options = given.frontendApiProxy ? await pastProxy(given, request, response) : given
    if (!options || applyDecision(await decide(request, options), request, response)) return true
  }
  if (given.revocation === undefined) return false
  const ended = await endedSession(given, request)
  return ended !== null && applyDecision(ended, request, response)
}

/** Sets the response's headers and the request's auth. Returns true if the response is a redirect. */
function applyDecision(decision: Decision, request: Request, response: Response): boolean {
  if (applyHeaders(decision.headers, response)) return true
  attachAuth(request, decision.auth)
  return false
}

/** Sets the response's headers, and ends it if they are a redirect's. Returns true if so. */
export function applyHeaders(headers: Iterable<[name: string, value: string]>, response: Response): boolean {
  let isRedirect = false
  for (const [name, value] of headers) {
    isRedirect ||= name === 'location'
    if (name === 'set-cookie') response.appendHeader(name, value)
    else response.setHeader(name, value)
  }
  if (!isRedirect) return false
  response.statusCode = 307 // also on plain `node:http`
  response.end()
  return true
}
