/** Stands in for `@clerk/clerk-sdk-node` 5, with its names. */
export * from '@frontdesk/backend'
export { type ClerkClient, clerkClient, createClerkClient } from './clerk-client.js'
export {
  ClerkExpressRequireAuth,
  ClerkExpressWithAuth,
  type ClerkMiddleware,
  type ClerkMiddlewareOptions,
  type CreateClerkExpressMiddlewareOptions,
  createClerkExpressRequireAuth,
  createClerkExpressWithAuth,
  type LooseAuthProp,
  type RequireAuthProp,
  type StrictAuthProp,
  type WithAuthProp,
} from './express-auth.js'
export { requireAuth, withAuth } from './handlers.js'
