import type { AuthenticateRequestOptions } from '@frontdesk/backend'
import { findEmbedded, sessionAuth, settingsOf } from '@frontdesk/backend/internal'
import type { NextFunction, Request, RequestHandler, Response } from 'express'
import { urlOf } from './authenticate-request.js'
import { attach } from './clerk-middleware.js'
import { readAuth } from './request-auth.js'

export type RequireAuthOptions = AuthenticateRequestOptions

/**
 * Lets signed-in people through and sends everybody else to the sign-in page: `signInUrl`, else `CLERK_SIGN_IN_URL`, exactly as they
 * are given; else the embedded server's own page, which brings people back afterwards. It works without `clerkMiddleware()`, and also
 * uncalled, as a handler.
 *
 * @example
 * app.get('/protected', requireAuth(), (req, res) => res.send('This is a protected route'))
 */
export function requireAuth(request: Request, response: Response, next: NextFunction): void
export function requireAuth(options?: RequireAuthOptions): RequestHandler
export function requireAuth(
  first: RequireAuthOptions | Request = {},
  response?: Response,
  next?: NextFunction,
): RequestHandler | undefined {
  if (response && next) {
    void guard(noOptions, first as Request, response, next) // called by Express itself
    return undefined
  }
  const options = first as RequireAuthOptions // with one argument or none it is not Express that calls
  return (request, answer, proceed) => guard(options, request, answer, proceed)
}

const noOptions: RequireAuthOptions = {} // one object: what belongs to options is made once

async function guard(options: RequireAuthOptions, request: Request, response: Response, next: NextFunction): Promise<void> {
  let isAllowed: boolean
  try {
    if (await attach(options, request, response)) return
    const auth = readAuth(request)?.()
    const isSignedIn = auth !== undefined && sessionAuth(auth).userId !== null // the token of a machine signs nobody in
    isAllowed = isSignedIn || !(await turnAway(options, request, response))
  } catch (error) {
    return next(error)
  }
  if (isAllowed) next()
}

/** Sends a signed-out person to the sign-in page; false when this is that page, which would redirect to itself for ever. */
async function turnAway(options: RequireAuthOptions, request: Request, response: Response): Promise<boolean> {
  const configured = options.signInUrl || process.env.CLERK_SIGN_IN_URL
  const embedded = configured ? undefined : findEmbedded(request)
  const ownPage = embedded && (await settingsOf(embedded)).signInUrl
  const signInUrl = configured || ownPage || '/'
  if (!isThisPage(signInUrl, request)) {
    response.redirect(ownPage ? `${ownPage}?redirect_url=${encodeURIComponent(returnPath(request))}` : signInUrl)
    return true
  }
  if (configured || ownPage) return false
  response.status(401).type('text').send('Sign in to see this page. (The app names no sign-in page: set CLERK_SIGN_IN_URL.)')
  return true
}

/**
 * Compares the path as it was sent, as the router does: normalized, `/admin/../sign-in` would count as the sign-in page and go to the
 * handlers below `/admin`.
 */
function isThisPage(signInUrl: string, request: Request): boolean {
  const here = urlOf(request)
  if (!URL.canParse(signInUrl, here.href)) return false
  const there = new URL(signInUrl, here)
  return there.origin === here.origin && there.pathname === request.originalUrl.split('?', 1)[0]
}

/** Where to come back to: a path of this site, and only what a browser can ask for with GET. */
const returnPath = (request: Request) => (request.method === 'GET' ? request.originalUrl.replace(/^[/\\]+/, '/') : '/')
