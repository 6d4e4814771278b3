/** Stands in for `@clerk/clerk-sdk-node` 4, with its names. */
import { type ClerkClient, clerkClient } from './clerk-client.js'

export type * from '@frontdesk/backend'
export type {
  SignedInAuth as SignedInAuthObject,
  SignedOutAuth as SignedOutAuthObject,
} from '@frontdesk/backend'
export { decodeJwt, hasValidSignature, type Jwt, type JwtHeader, type SignJwtOptions, signJwt } from '@frontdesk/backend/jwt'
export {
  Clerk,
  type ClerkClient,
  ClerkExpressRequireAuth,
  ClerkExpressWithAuth,
  type ClerkOptions,
  clerkClient,
  createClerkClient,
  setClerkApiKey,
  setClerkApiVersion,
  setClerkHttpOptions,
  setClerkServerApiUrl,
} from './clerk-client.js'
export {
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
export type { Listed, ListedGroups } from './listed.js'
export { type VerifyJwtOptions, type VerifyTokenOptions, verifyJwt, verifyToken } from './verify-token.js'

/** The name of a provider, such as `google`, and the strategy with it. */
export type OAuthProvider = string
export type OAuthStrategy = `oauth_${OAuthProvider}`

/** The groups of `clerkClient`. */
export const allowlistIdentifiers: ClerkClient['allowlistIdentifiers'] = clerkClient.allowlistIdentifiers
export const clients: ClerkClient['clients'] = clerkClient.clients
export const domains: ClerkClient['domains'] = clerkClient.domains
export const emailAddresses: ClerkClient['emailAddresses'] = clerkClient.emailAddresses
export const emails: ClerkClient['emails'] = clerkClient.emails
export const invitations: ClerkClient['invitations'] = clerkClient.invitations
export const organizations: ClerkClient['organizations'] = clerkClient.organizations
export const phoneNumbers: ClerkClient['phoneNumbers'] = clerkClient.phoneNumbers
export const sessions: ClerkClient['sessions'] = clerkClient.sessions
export const smsMessages: ClerkClient['smsMessages'] = clerkClient.smsMessages
export const users: ClerkClient['users'] = clerkClient.users

export default clerkClient
