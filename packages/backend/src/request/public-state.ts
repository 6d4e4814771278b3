import type { AuthObject } from '../auth/auth-object.js'
import type { Instance } from './instance.js'
import type { AuthOptions, Decision } from './request-state.js'

/** What `authenticateRequest()` answers, with the members that Clerk's SDKs give it. */
export interface RequestState {
  status: Decision['status']
  reason: string | null
  message: string | null
  /** For the answer: cookies, `x-clerk-auth-*`, and a `location` when the request ends with a redirect. */
  headers: Headers
  isAuthenticated: boolean
  isSignedIn: boolean
  token: string | null
  tokenType: 'session_token'
  publishableKey: string
  proxyUrl: string
  signInUrl: string
  signUpUrl: string
  afterSignInUrl: string
  /** Null while a handshake is to come. */
  toAuth(options?: AuthOptions): AuthObject | null
}

export function toRequestState(decision: Decision, { options }: Instance): RequestState {
  const isAuthenticated = decision.status === 'signed-in'
  return {
    status: decision.status,
    reason: decision.reason,
    message: isAuthenticated ? null : decision.message,
    headers: new Headers(decision.headers),
    isAuthenticated,
    isSignedIn: isAuthenticated,
    token: decision.token,
    tokenType: 'session_token',
    publishableKey: options.publishableKey ?? '',
    proxyUrl: options.proxyUrl ?? '',
    signInUrl: options.signInUrl ?? '',
    signUpUrl: options.signUpUrl ?? '',
    afterSignInUrl: options.afterSignInUrl ?? '',
    toAuth: (choice) => (decision.status === 'handshake' ? null : decision.auth(choice)),
  }
}
