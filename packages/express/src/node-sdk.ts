/**
 * The middlewares of Clerk's older SDK for Node, `@clerk/clerk-sdk-node`: they put the auth object itself on `req.auth`, with the claims
 * under two names, and tell of signed-out requests by an error. Both of our packages for its majors are made of them.
 */
import type { AuthenticateRequestOptions, ClerkClient, SignedInAuth, SignedOutAuth } from '@frontdesk/backend'
import { assertNotMounted, assertOptions, findEmbedded, sessionAuth } from '@frontdesk/backend/internal'
import type { NextFunction, Request, Response } from 'express'
import { authenticateRequest } from './authenticate-request.js'
import { applyHeaders } from './clerk-middleware.js'

/** What a middleware of the older SDK takes. What is absent comes from the embedded server or the environment. */
export interface NodeSdkOptions
  extends Pick<
    AuthenticateRequestOptions,
    'authorizedParties' | 'audience' | 'jwtKey' | 'signInUrl' | 'proxyUrl' | 'domain' | 'isSatellite'
  > {
  /** Accepted for compatibility with Clerk. Has no effect, as in its last releases: errors go to `next()`. */
  // biome-ignore lint/suspicious/noExplicitAny: Clerk's type, which apps' functions fit
  onError?: ((error: any) => unknown) | undefined
  /** Accepted for compatibility with Clerk. Has no effect, as in its last releases. */
  strict?: boolean | undefined
}

/** Whose middlewares they are. */
export interface NodeSdkClient {
  clerkClient?: ClerkClient | undefined
  secretKey?: string | undefined
  publishableKey?: string | undefined
  apiUrl?: string | undefined
  /** Answers an expired bearer with an empty 401, as version 4 does: whose token it is may send another. */
  refusesExpiredBearers?: boolean | undefined
}

export type NodeSdkMiddleware = (request: Request, response: Response, next: NextFunction) => Promise<void>

/** `req.auth` of somebody who is signed in. */
export type NodeSdkSignedIn = SignedInAuth & { claims: SignedInAuth['sessionClaims'] }
export type NodeSdkAuth = NodeSdkSignedIn | (SignedOutAuth & { claims: null })

const taken = ['authorizedParties', 'audience', 'jwtKey', 'signInUrl', 'proxyUrl', 'domain', 'isSatellite'] as const

/** Attaches `req.auth` to each request, signed in or not. */
export const withAuthObject = (client: NodeSdkClient, options?: NodeSdkOptions): NodeSdkMiddleware =>
  middleware('ClerkExpressWithAuth', client, options, () => undefined)

/** Attaches `req.auth` to signed-in requests, and gives others to `next()` as an error with the message `Unauthenticated` and the status 401. */
export const requireAuthObject = (client: NodeSdkClient, options?: NodeSdkOptions): NodeSdkMiddleware =>
  middleware('ClerkExpressRequireAuth', client, options, ({ userId }) =>
    userId === null ? Object.assign(new Error('Unauthenticated'), { status: 401 }) : undefined,
  )

function middleware(
  name: string,
  { clerkClient, secretKey, publishableKey, apiUrl, refusesExpiredBearers }: NodeSdkClient,
  given: NodeSdkOptions = {},
  refusalOf: (auth: NodeSdkAuth) => Error | undefined,
): NodeSdkMiddleware {
  assertNotMounted(name, given)
  const rules = Object.fromEntries(taken.map((option) => [option, given[option]]))
  const options = { clerkClient, secretKey, publishableKey, apiUrl, ...rules } // one object: authenticators are cached by it
  assertOptions(`${name}()`, options, findEmbedded())
  return async (request, response, next) => {
    let refusal: unknown
    try {
      const state = await authenticateRequest({ request, options })
      if (refusesExpiredBearers && isOutOfTime(state.reason) && /^Bearer /i.test(request.headers.authorization ?? ''))
        return void response.status(401).end()
      if (applyHeaders(state.headers, response)) return
      const auth = state.toAuth()
      if (!auth) throw new Error('The request needs a handshake, and there is no address to go to.')
      const session = auth.tokenType === undefined ? auth : sessionAuth(auth) // clients that aren't ours may know sessions only
      const shown = { ...session, claims: session.sessionClaims } as NodeSdkAuth // the claims are those of the same object
      refusal = refusalOf(shown)
      if (!refusal) Object.assign(request, { auth: shown })
    } catch (error) {
      refusal = error
    }
    next(refusal)
  }
}

const isOutOfTime = (reason: string | null) => /^session-token-(expired|nbf)/.test(reason ?? '')

/**
 * What runs a middleware of the older SDK before a handler. Errors go to `next()`, and reject where there is none, as for handlers of other
 * frameworks.
 */
export function guardedBy<Handled>(
  runs: (options?: NodeSdkOptions) => NodeSdkMiddleware,
  handler: (request: Handled, response: Response) => unknown,
  options?: NodeSdkOptions,
) {
  const guard = runs(options)
  return async (request: Request, response: Response, next?: NextFunction): Promise<unknown> => {
    let isLetOn = false
    let refusal: unknown
    await guard(request, response, (error?: unknown) => {
      isLetOn = !error
      refusal = error
    })
    try {
      if (refusal) throw refusal
      return isLetOn ? await handler(request as Handled, response) : undefined // the guard made it that
    } catch (error) {
      if (!next) throw error
      return next(error)
    }
  }
}
