import type { SignedInAuth, SignedOutAuth } from '../auth/auth-object.js'
import type { AuthenticatedMachineObject, InvalidTokenAuthObject, UnauthenticatedMachineObject } from '../auth/machine-auth.js'
import type { MachineTokenType, SessionTokenType, TokenType } from '../tokens/token-type.js'
import type { AuthOptions } from './decision.js'

interface SharedState {
  /** Headers for the response: cookies, `x-clerk-auth-*`, and `location` if it is a redirect. */
  headers: Headers
  publishableKey: string
  proxyUrl: string
  isSatellite: boolean
  domain: string
  signInUrl: string
  signUpUrl: string
  afterSignInUrl: string
  afterSignUpUrl: string
}

export interface AuthenticatedState<Type extends TokenType = SessionTokenType> extends SharedState {
  status: 'signed-in'
  reason: null
  message: null
  isAuthenticated: true
  isSignedIn: true
  token: string
  tokenType: Type
  /** A session with pending tasks counts as signed out, unless `treatPendingAsSignedOut` is false; the type is Clerk's. */
  toAuth(options?: AuthOptions): Type extends MachineTokenType ? AuthenticatedMachineObject<Type> : SignedInAuth
}

interface TurnedAway extends SharedState {
  reason: string
  message: string
  isAuthenticated: false
  isSignedIn: false
  token: null
}

export interface UnauthenticatedState<Type extends TokenType | null = SessionTokenType> extends TurnedAway {
  status: 'signed-out'
  tokenType: Type
  toAuth(): Type extends null
    ? InvalidTokenAuthObject
    : Type extends MachineTokenType
      ? UnauthenticatedMachineObject<Type>
      : SignedOutAuth
}

export interface HandshakeState extends TurnedAway {
  status: 'handshake'
  tokenType: SessionTokenType
  toAuth(): null
}

/**
 * The result of `authenticateRequest()`, with the members that it has in Clerk's SDKs. `Type` are the accepted types of tokens, and null if
 * the token may be of none of them.
 */
export type RequestState<Type extends TokenType | null = SessionTokenType> = Type extends TokenType
  ? AuthenticatedState<Type> | UnauthenticatedState<Type> | (Type extends SessionTokenType ? HandshakeState : never)
  : UnauthenticatedState<null>
