import type { HasParams, SessionAuthObject } from '@frontdesk/backend'
import { findEmbedded, sessionAuth, setting, settingsOf, targetOf } from '@frontdesk/backend/internal'
import type { NextFunction, Request, RequestHandler, Response } from 'express'
import { urlOf } from './authenticate-request.js'
import { assertStart, attach, type ClerkMiddlewareOptions } from './clerk-middleware.js'
import { prefersHtml, refuse } from './refusal.js'
import { readAuth } from './request-auth.js'

const conditions = ['permission', 'role', 'feature', 'plan'] as const

/** Besides those of `clerkMiddleware()`: conditions as `has()` takes them. All that are given must hold; whoever lacks one gets 403. */
export type RequireAuthOptions = ClerkMiddlewareOptions &
  Pick<HasParams, (typeof conditions)[number]> & {
    /**
     * What signed-out people get: `redirect` (the default, as Clerk's) sends them to the sign-in page, `401` answers in JSON (as text to
     * whoever asks for a page), `auto` redirects whoever asks for a page and answers 401 to everybody else.
     */
    unauthenticated?: 'redirect' | '401' | 'auto' | undefined
  }

/**
 * Lets signed-in people through and sends everybody else to the sign-in page: `signInUrl`, else `CLERK_SIGN_IN_URL`, exactly as they
 * are given; else the embedded server's own page, which brings people back afterwards. It works without `clerkMiddleware()`, and also
 * uncalled, as a handler. Signed-in people who lack a `permission` that the guard asks for get 403.
 *
 * @example
 * app.get('/protected', requireAuth(), (req, res) => res.send('This is a protected route'))
 * app.use('/api', requireAuth({ unauthenticated: 'auto' }))
 * app.delete('/posts/:id', requireAuth({ permission: 'org:posts:delete' }), (req, res) => res.sendStatus(204))
 *
 * @throws TypeError for a choice that is none, and for a condition that is no text: it would let everybody through
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
  assertGuard(options)
  return (request, answer, proceed) => guard(options, request, answer, proceed)
}

const noOptions: RequireAuthOptions = {} // one object: what belongs to options is made once

function assertGuard(options: RequireAuthOptions): void {
  assertStart(options)
  const { unauthenticated = 'redirect' } = options
  if (!['redirect', '401', 'auto'].includes(unauthenticated))
    throw new TypeError(
      `requireAuth(): unauthenticated must be 'redirect', '401' or 'auto', not ${JSON.stringify(unauthenticated)}.`,
    )
  const faulty = conditions.find((name) => name in options && (typeof options[name] !== 'string' || options[name] === ''))
  if (faulty) throw new TypeError(`requireAuth(): ${faulty} must be a text such as 'org:posts:delete', not ${options[faulty]}.`)
}

function isGranted(options: RequireAuthOptions, auth: SessionAuthObject): boolean {
  const asked = conditions.flatMap((name) => (options[name] === undefined ? [] : [[name, options[name]]]))
  return asked.length === 0 || auth.has(Object.fromEntries(asked))
}

async function guard(options: RequireAuthOptions, request: Request, response: Response, next: NextFunction): Promise<void> {
  let isAllowed: boolean
  try {
    if (await attach(options, request, response)) return
    const auth = sessionAuth(readAuth(request)!()) // attached above; the token of a machine signs nobody in
    const isSignedIn = auth.userId !== null
    if (isSignedIn && !isGranted(options, auth)) return refuse(request, response, 403)
    isAllowed = isSignedIn || !(await turnAway(options, request, response))
  } catch (error) {
    return next(error)
  }
  if (isAllowed) next()
}

/** Answers a signed-out person; false on the app's own sign-in page, which would redirect to itself for ever. */
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
 * Whether this is the app's own sign-in page. Only a path says so: the host of a request is the sender's to write. The path counts as it
 * was sent, as for the router; normalized, `/admin/../sign-in` would be the sign-in page and go to the handlers below `/admin`.
 */
function isOwnPage(signInUrl: string, request: Request): boolean {
  if (!signInUrl.startsWith('/') || !URL.canParse(signInUrl, anyOrigin)) return false
  const { origin, pathname } = new URL(signInUrl, anyOrigin) // a path like `//host` leads to another origin
  return origin === anyOrigin && pathname === pathOf(request)
}

/** Whether a redirect would come back to this page, as far as its sender tells: either way nobody is let through. */
function leadsBackHere(signInUrl: string, request: Request): boolean {
  const here = urlOf(request)
  if (!URL.canParse(signInUrl, here.href)) return false
  const there = new URL(signInUrl, here)
  return there.host === here.host && there.pathname === here.pathname
}

const pathOf = (request: Request) => targetOf(request)?.path

/** Where to come back to: a path of this site, and only what a browser can ask for with GET. */
const returnPath = (request: Request) =>
  request.method === 'GET' ? (targetOf(request)?.whole ?? '/').replace(/^[/\\]+/, '/') : '/'
