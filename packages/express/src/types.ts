/** The types of this package's parameters and results, for `import type`. */
export type * from '@frontdesk/backend'
export type { ClerkAPIError, ClerkAPIErrorMeta, ClerkAPIResponseError } from '@frontdesk/backend/errors'
export type { Jwt, JwtHeader } from '@frontdesk/backend/jwt'
export type { AuthenticateRequestParams } from './authenticate-request.js'
export type { ClerkMiddlewareOptions, ClerkMiddlewareOptionsCallback } from './clerk-middleware.js'
export type { FrontendApiProxyOptions } from './frontend-api-proxy.js'
export type { ExpressRequestWithAuth, RequestAuth } from './request-auth.js'
export type { RequireAuthOptions } from './require-auth.js'
