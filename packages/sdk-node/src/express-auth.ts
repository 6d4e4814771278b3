/** Clerk's two middlewares for Express, and the types that their requests have. */
import type { ClerkClient } from '@frontdesk/backend'
import {
  type NodeSdkAuth,
  type NodeSdkMiddleware,
  type NodeSdkOptions,
  type NodeSdkSignedIn,
  requireAuthObject,
  withAuthObject,
} from '@frontdesk/express/internal'

export interface CreateClerkExpressMiddlewareOptions {
  clerkClient: ClerkClient
  secretKey?: string | undefined
  publishableKey?: string | undefined
  apiUrl?: string | undefined
}

export interface ClerkMiddlewareOptions extends NodeSdkOptions {}
export type ClerkMiddleware = NodeSdkMiddleware

/** What is on a request behind `ClerkExpressWithAuth()`; ids are null if nobody is signed in. */
export type LooseAuthProp = { auth: NodeSdkAuth }
/** What is on a request behind `ClerkExpressRequireAuth()`. */
export type StrictAuthProp = { auth: NodeSdkSignedIn }
export type WithAuthProp<Handled> = Handled & LooseAuthProp
export type RequireAuthProp<Handled> = Handled & StrictAuthProp

/** `ClerkExpressWithAuth()` of a client. */
export const createClerkExpressWithAuth =
  (client: CreateClerkExpressMiddlewareOptions) =>
  (options?: ClerkMiddlewareOptions): ClerkMiddleware =>
    withAuthObject(client, options)

/** `ClerkExpressRequireAuth()` of a client. */
export const createClerkExpressRequireAuth =
  (client: CreateClerkExpressMiddlewareOptions) =>
  (options?: ClerkMiddlewareOptions): ClerkMiddleware =>
    requireAuthObject(client, options)

/**
 * Puts the auth object on each request, as `req.auth`: `userId`, `sessionId`, `claims` and others; ids are null if signed out. Refuses nobody,
 * but redirects a document whose session cookie is stale to the Frontend API, from where it returns with a new one.
 * @throws what is wrong with the options, and if it is mounted itself instead of being called
 */
export const ClerkExpressWithAuth = (options?: ClerkMiddlewareOptions): ClerkMiddleware => withAuthObject({}, options)

/**
 * The same, and gives signed-out requests to `next()` as an error with the message `Unauthenticated`, which Express answers with 401 unless
 * the app's own error handler does.
 * @throws what is wrong with the options, and if it is mounted itself instead of being called
 */
export const ClerkExpressRequireAuth = (options?: ClerkMiddlewareOptions): ClerkMiddleware => requireAuthObject({}, options)
