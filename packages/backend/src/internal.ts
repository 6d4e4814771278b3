/** For framework adapters such as `@frontdesk/express`. Not a public API: may change at any time. The types are those that apps take from Clerk's. */

export { assertNotMounted, notCalled, tellsOfMount } from '@frontdesk/contract/mounting'
export { type AuthObject, acceptedAuth, sessionAuth } from './auth/accepted-auth.js'
export {
  authMembers,
  type SignedInAuth as SignedInAuthObject,
  type SignedOutAuth as SignedOutAuthObject,
  signedOutAuth,
} from './auth/auth-object.js'
export type { AuthenticatedMachineObject, UnauthenticatedMachineObject } from './auth/machine-auth.js'
export { reverificationError, reverificationErrorResponse, reverificationRule } from './auth/reverification.js'
export { findEmbedded, passedBy } from './embedded.js'
export { isBelow, proxyPathOf } from './proxy-path.js'
export { authenticate } from './request/authenticate.js'
export { sessionEnded } from './request/authenticate-session.js'
export {
  assertOptions,
  authenticatesItself,
  authenticatorFor,
  namesAnotherInstance,
  settingsOf,
} from './request/authenticator.js'
export { bodyLeft, forwardedOf, type RequestTarget, type TrustedProxies, targetOf } from './request/contract-requests.js'
export type { AuthOptions, AuthRequest, Decision } from './request/decision.js'
export { tellUnknown } from './request/option-mistakes.js'
export { type AuthenticateRequestOptions, type OrganizationSyncOptions, setting } from './request/options.js'
export type { AuthenticatedState, RequestState, UnauthenticatedState } from './request/request-state.js'
export { requestUrl } from './request/request-url.js'
export { siteOf } from './request/site.js'
export { toRequestState } from './request/to-request-state.js'
export { type MachineTokenType, type SessionTokenType, TokenType } from './tokens/token-type.js'
