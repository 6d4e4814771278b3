import type { TokenType } from '../tokens/token-type.js'
import type { Authenticator } from './authenticator.js'
import type { AuthOptions, AuthRequest, Decision } from './decision.js'
import { withPublicUrl } from './embedded-origin.js'
import type { RequestState } from './request-state.js'
import { siteOf } from './site.js'

/** Converts a decision to the form of Clerk's SDKs. */
export function toRequestState(
  decision: Decision,
  authenticator: Authenticator,
  request: AuthRequest,
): RequestState<TokenType | null> {
  const isAuthenticated = decision.status === 'signed-in'
  const shown = decision.tokenType === null ? {} : authenticator.options // Clerk's SDKs show nothing else for a token that is not accepted
  const site = siteOf(shown, withPublicUrl(authenticator, request))
  const state = {
    status: decision.status,
    reason: decision.reason,
    message: isAuthenticated ? null : decision.message,
    headers: new Headers(decision.headers),
    isAuthenticated,
    isSignedIn: isAuthenticated,
    token: decision.token,
    tokenType: decision.tokenType,
    publishableKey: shown.publishableKey ?? '',
    proxyUrl: site.proxyUrl ?? '',
    isSatellite: site.isSatellite,
    domain: site.domain ?? '',
    signInUrl: shown.signInUrl ?? '',
    signUpUrl: shown.signUpUrl ?? '',
    afterSignInUrl: shown.afterSignInUrl ?? '',
    afterSignUpUrl: shown.afterSignUpUrl ?? '',
    toAuth: (choice?: AuthOptions) => (decision.status === 'handshake' ? null : decision.auth(choice)),
  }
  return state as RequestState<TokenType | null> // the decision's status and token type go together
}
