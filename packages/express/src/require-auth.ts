import type { HasParams, SessionAuthObject } from '@frontdesk/backend'
import {
  assertNotMounted,
  findEmbedded,
  reverificationRule,
  sessionAuth,
  setting,
  settingsOf,
  targetOf,
} from '@frontdesk/backend/internal'
import type { NextFunction, Request, Response } from 'express'
import { urlOf } from './authenticate-request.js'
import { assertStart, attach, type ClerkMiddlewareOptions, type ClerkRequestHandler, noOptions } from './clerk-middleware.js'
import { prefersHtml, refuse, refuseUntilReverified } from './refusal.js'
import { readAuth } from './request-auth.js'

const conditions = ['permission', 'role', 'feature', 'plan'] as const

/** The options of `clerkMiddleware()`, and the conditions of `has()`. All given conditions must hold; otherwise the response is 403. */
export type RequireAuthOptions = ClerkMiddlewareOptions &
  Pick<HasParams, (typeof conditions)[number]> & {
    /**
     * How long ago the person must have shown who they are, as `has()` takes it. Who did not is answered with 403, after which
     * `useReverification()` of Clerk's browser SDKs asks them and repeats the request.
     */
    reverification?: HasParams['reverification']
    /**
     * The response for signed-out requests: `redirect` (the default, as Clerk's) leads to the sign-in page, `401` is JSON, or text for a
     * browser that loads a page, `auto` redirects browsers that load a page and answers 401 to all others.
     */
    unauthenticated?: 'redirect' | '401' | 'auto' | undefined
  }

/**
 * Lets signed-in users through and redirects all others to the sign-in page: `signInUrl`, else `CLERK_SIGN_IN_URL`, exactly as given; else
 * the embedded server's own page, which returns afterwards. Works without `clerkMiddleware()`, and also as a handler itself, without being
 * called. Signed-in users without a required `permission` get 403.
 *
 * @example
 * app.get('/protected', requireAuth(), (req, res) => res.send('This is a protected route'))
 * app.use('/api', requireAuth({ unauthenticated: 'auto' }))
 * app.delete('/posts/:id', requireAuth({ permission: 'org:posts:delete' }), (req, res) => res.sendStatus(204))
 * app.post('/payout', requireAuth({ reverification: 'strict' }), (req, res) => res.send('On its way'))
 *
 * @throws TypeError for an invalid choice, and for a condition that asks for nothing, which would let everybody through
 */
export function requireAuth(request: Request, response: Response, next: NextFunction): void
export function requireAuth(options?: RequireAuthOptions): ClerkRequestHandler
export function requireAuth(
  first: RequireAuthOptions | Request = {},
  response?: Response,
  next?: NextFunction,
): ClerkRequestHandler | undefined {
  if (response && next) {
    void guard(noOptions, first as Request, response, next) // called by Express itself
    return undefined
  }
  assertNotMounted('requireAuth', first)
  if (typeof first === 'function')
    throw new TypeError('requireAuth() takes options, and no handler: write app.get(path, requireAuth(), handler).')
  const options = first as RequireAuthOptions // with one argument or none it is not Express that calls
  assertGuard(options)
  return (request, answer, proceed) => guard(options, request, answer, proceed)
}

function assertGuard(options: RequireAuthOptions): void {
  assertStart('requireAuth()', options)
  const { unauthenticated = 'redirect' } = options
  if (!['redirect', '401', 'auto'].includes(unauthenticated))
    throw new TypeError(
      `requireAuth(): unauthenticated must be 'redirect', '401' or 'auto', not ${JSON.stringify(unauthenticated)}.`,
    )
  const faulty = conditions.find((name) => name in options && (typeof options[name] !== 'string' || options[name] === ''))
  if (faulty) throw new TypeError(`requireAuth(): ${faulty} must be a text such as 'org:posts:delete', not ${options[faulty]}.`)
  if ('reverification' in options && !(options.reverification && reverificationRule(options.reverification)))
    throw new TypeError(
      `requireAuth(): reverification must be 'strict', 'strict_mfa', 'moderate' or 'lax', or such as { level: 'first_factor', afterMinutes: 5 }, not ${JSON.stringify(options.reverification)}.`,
    )
}

function isGranted(options: RequireAuthOptions, auth: SessionAuthObject): boolean {
  const asked = conditions.flatMap((name) => (options[name] === undefined ? [] : [[name, options[name]]]))
  return asked.length === 0 || auth.has(Object.fromEntries(asked))
}

async function guard(options: RequireAuthOptions, request: Request, response: Response, next: NextFunction): Promise<void> {
  let isAllowed: boolean
  try {
    if (await attach(options, request, response)) return
    const auth = sessionAuth(readAuth(request)!()) // attached above; a machine's token does not count as signed in
    const isSignedIn = auth.userId !== null
    if (isSignedIn && !isGranted(options, auth)) return refuse(request, response, 403)
    const { reverification } = options
    if (isSignedIn && reverification && !auth.has({ reverification }))
      return refuseUntilReverified(request, response, reverification)
    isAllowed = isSignedIn || !(await turnAway(options, request, response))
  } catch (error) {
    return next(error)
  }
  if (isAllowed) next()
}

/** Answers a signed-out request. Resolves with false on the app's own sign-in page, which would redirect to itself forever. */
async function turnAway(options: RequireAuthOptions, request: Request, response: Response): Promise<boolean> {
  const { unauthenticated = 'redirect' } = options
  const isUpgrade = request.headers.upgrade !== undefined // a WebSocket can't follow a redirect
  if (unauthenticated === '401' || isUpgrade || (unauthenticated === 'auto' && !prefersHtml(request))) {
    refuse(request, response, 401)
    return true
  }
  if (unauthenticated === 'auto') response.vary('Accept')

  const configured = setting(options.signInUrl) ?? setting(process.env.CLERK_SIGN_IN_URL)
  const embedded = configured ? undefined : findEmbedded(request)
  const ownPage = embedded && (await settingsOf(embedded)).signInUrl
  const signInUrl = configured || ownPage
  if (signInUrl && isOwnPage(signInUrl, request)) return false
  if (leadsBackHere(signInUrl || '/', request)) {
    const cure = signInUrl ? `${signInUrl} is this very page: name the app's own by its path` : 'The app names no sign-in page'
    response.status(401).type('text').send(`Sign in to see this page. (${cure}: set CLERK_SIGN_IN_URL.)`)
    return true
  }
  response.redirect(ownPage ? `${ownPage}?redirect_url=${encodeURIComponent(returnPath(request))}` : signInUrl || '/')
  return true
}

const anyOrigin = 'http://any.invalid'

/**
 * Whether this is the app's own sign-in page. Only compares the path, because the Host header can be forged. Takes the path as sent, as the
 * router does: normalized, `/admin/../sign-in` would pass as the sign-in page, but reach the handlers below `/admin`.
 */
function isOwnPage(signInUrl: string, request: Request): boolean {
  if (!signInUrl.startsWith('/') || !URL.canParse(signInUrl, anyOrigin)) return false
  const { origin, pathname } = new URL(signInUrl, anyOrigin) // a path like `//host` leads to another origin
  return origin === anyOrigin && pathname === pathOf(request)
}

/** Whether a redirect would lead back to this page. The Host header may be forged, but the request is refused either way. */
function leadsBackHere(signInUrl: string, request: Request): boolean {
  const here = urlOf(request)
  if (!URL.canParse(signInUrl, here.href)) return false
  const there = new URL(signInUrl, here)
  return there.host === here.host && there.pathname === here.pathname
}

const pathOf = (request: Request) => targetOf(request)?.path

/** The path to return to after sign-in: on this site, and only if a browser can load it with GET. */
const returnPath = (request: Request) =>
  request.method === 'GET' ? (targetOf(request)?.whole ?? '/').replace(/^[/\\]+/, '/') : '/'
