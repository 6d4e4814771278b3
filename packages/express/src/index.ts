/** Authentication for Express, with the names of `@clerk/express`. */
export * from '@frontdesk/backend'
export { authenticateRequest } from './authenticate-request.js'
export { clerkClient } from './clerk-client.js'
export {
  type ClerkMiddlewareOptions,
  type ClerkMiddlewareOptionsCallback,
  type ClerkRequestHandler,
  clerkMiddleware,
} from './clerk-middleware.js'
export type { FrontendApiProxyOptions } from './frontend-api-proxy.js'
export { getAuth } from './get-auth.js'
export type { ExpressRequestWithAuth, RequestAuth } from './request-auth.js'
export { type RequireAuthOptions, requireAuth } from './require-auth.js'
