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
    withAuthObject({ ...client, refusesExpiredBearers: true }, options)

/** `ClerkExpressRequireAuth()` of a client. */
export const createClerkExpressRequireAuth =
  (client: CreateClerkExpressMiddlewareOptions) =>
  (options?: ClerkMiddlewareOptions): ClerkMiddleware =>
    requireAuthObject({ ...client, refusesExpiredBearers: true }, options)
