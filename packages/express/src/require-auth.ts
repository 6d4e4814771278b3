import { type AuthenticateRequestOptions, findEmbedded } from '@frontdesk/backend'
import type { NextFunction, Request, RequestHandler, Response } from 'express'
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
export function requireAuth(options?: RequireAuthOptions): RequestHandler
export function requireAuth(request: Request, response: Response, next: NextFunction): void
export function requireAuth(
  first: RequireAuthOptions | Request = {},
  response?: Response,
  next?: NextFunction,
): RequestHandler | undefined {
  if (response && next) {
    guard({}, first as Request, response, next) // called by Express itself
    return undefined
  }
  const options = first as RequireAuthOptions // with one argument or none it is not Express that calls
  return (request, answer, proceed) => guard(options, request, answer, proceed)
}

function guard(options: RequireAuthOptions, request: Request, response: Response, next: NextFunction): void {
  attach(options, request, response)
    .then(async (isAnswered) => {
      if (isAnswered) return
      if (readAuth(request)?.().userId) return next()
      await turnAway(options, request, response, next)
    })
    .catch(next)
}

async function turnAway(options: RequireAuthOptions, request: Request, response: Response, next: NextFunction): Promise<void> {
  const configured = options.signInUrl || process.env.CLERK_SIGN_IN_URL
  if (configured) {
    // A sign-in page behind requireAuth() would redirect to itself for ever.
    if (isThisPage(configured, request)) next()
    else response.redirect(configured)
    return
  }

  const signInUrl = (await findEmbedded(request)?.ready())?.signInUrl
  if (signInUrl) response.redirect(`${signInUrl}?redirect_url=${encodeURIComponent(returnPath(request))}`)
  else
    response
      .status(401)
      .type('text')
      .send('Sign in to see this page. (Set CLERK_SIGN_IN_URL or requireAuth({ signInUrl }) to send people to a sign-in page.)')
}

function isThisPage(configured: string, request: Request): boolean {
  const here = new URL(request.originalUrl, `${request.protocol}://${request.get('host') ?? 'localhost'}`)
  const there = new URL(configured, here)
  return there.origin === here.origin && there.pathname === here.pathname
}

/** Where to come back to: a path of this site, and only what a browser can ask for with GET. */
const returnPath = (request: Request) => (request.method === 'GET' ? request.originalUrl.replace(/^\/+/, '/') : '/')
