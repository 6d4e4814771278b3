/** Errors that the SDK throws. */

export interface ClerkAPIError {
  code: string
  message: string
  longMessage?: string | undefined
  meta?: ClerkAPIErrorMeta | undefined
}

/** What an error is about. Which members are present depends on its code. */
export interface ClerkAPIErrorMeta {
  paramName?: string
  sessionId?: string
  emailAddresses?: string[]
  identifiers?: string[]
  permissions?: string[]
  zxcvbn?: { suggestions: Array<{ code: string; message: string }> }
  [member: string]: unknown
}

/** `instanceof` by name, because an app may load this module twice, by `import` and by `require`. */
const isNamed = (value: unknown, name: string) => value instanceof Error && value.name === name

/** The Backend API refused a call. `errors` has one entry for each reason. */
export class ClerkAPIResponseError extends Error {
  readonly clerkError = true
  readonly code = 'api_response_error'
  /** The HTTP status; 0 if there was no answer. */
  readonly status: number
  readonly errors: ClerkAPIError[]
  readonly clerkTraceId: string | undefined
  /** Seconds to wait before the next attempt, if the server says so. */
  readonly retryAfter: number | undefined

  constructor(message: string, details: { status: number; errors: ClerkAPIError[]; clerkTraceId?: string; retryAfter?: number }) {
    super(message)
    this.name = 'ClerkAPIResponseError'
    this.status = details.status
    this.errors = details.errors
    this.clerkTraceId = details.clerkTraceId
    this.retryAfter = details.retryAfter
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    return isNamed(value, 'ClerkAPIResponseError')
  }
}

export const isClerkAPIResponseError = (error: unknown): error is ClerkAPIResponseError => error instanceof ClerkAPIResponseError

/** Why a token was refused, as in `x-clerk-auth-reason`. */
export const TokenVerificationErrorReason = {
  TokenInvalid: 'token-invalid',
  TokenInvalidAlgorithm: 'token-invalid-algorithm',
  TokenInvalidSignature: 'token-invalid-signature',
  TokenInvalidAuthorizedParties: 'token-invalid-authorized-parties',
  TokenInvalidIssuer: 'token-invalid-issuer',
  TokenTypeMismatch: 'token-type-mismatch',
  TokenExpired: 'token-expired',
  TokenNotActiveYet: 'token-not-active-yet',
  TokenIatInTheFuture: 'token-iat-in-the-future',
  TokenVerificationFailed: 'token-verification-failed',
  InvalidSecretKey: 'secret-key-invalid',
  JWKKidMismatch: 'jwk-kid-mismatch',
  RemoteJWKFailedToLoad: 'jwk-remote-failed-to-load',
  LocalJWKInvalid: 'jwk-local-invalid',
  // Present for compatibility with Clerk's SDKs; never used here.
  LocalJWKMissing: 'jwk-local-missing',
  RemoteJWKInvalid: 'jwk-remote-invalid',
  RemoteJWKMissing: 'jwk-remote-missing',
  JWKFailedToResolve: 'jwk-failed-to-resolve',
} as const
export type TokenVerificationErrorReason = (typeof TokenVerificationErrorReason)[keyof typeof TokenVerificationErrorReason]
export type TokenFault = TokenVerificationErrorReason

/** Where a token was sent. */
export type TokenCarrier = 'header' | 'cookie'

/** The Backend API's error code for an unknown secret key. */
export const TokenVerificationErrorCode = { InvalidSecretKey: 'clerk_key_invalid' } as const
export type TokenVerificationErrorCode = (typeof TokenVerificationErrorCode)[keyof typeof TokenVerificationErrorCode]

/** What to do about a refused token. */
export const TokenVerificationErrorAction = {
  ContactSupport: 'Report it to whoever runs the authentication server.',
  EnsureClerkJWT: 'Send a token of the instance whose keys the app is configured with.',
  SetClerkJWTKey: 'Set CLERK_JWT_KEY to the PEM public key of the instance.',
  SetClerkSecretKey: 'Set CLERK_SECRET_KEY to the secret key of the instance.',
  EnsureClockSync: 'Let this machine set its clock by a time server.',
} as const
export type TokenVerificationErrorAction = (typeof TokenVerificationErrorAction)[keyof typeof TokenVerificationErrorAction]

const actions: Partial<Record<TokenFault, TokenVerificationErrorAction>> = {
  'token-verification-failed': TokenVerificationErrorAction.EnsureClerkJWT,
  'token-invalid-issuer': TokenVerificationErrorAction.EnsureClerkJWT,
  'jwk-kid-mismatch': TokenVerificationErrorAction.EnsureClerkJWT,
  'jwk-local-invalid': TokenVerificationErrorAction.SetClerkJWTKey,
  'secret-key-invalid': TokenVerificationErrorAction.SetClerkSecretKey,
  'jwk-remote-failed-to-load': TokenVerificationErrorAction.ContactSupport,
  'token-not-active-yet': TokenVerificationErrorAction.EnsureClockSync,
  'token-iat-in-the-future': TokenVerificationErrorAction.EnsureClockSync,
}

export class TokenVerificationError extends Error {
  readonly reason: TokenFault
  /** What to do about it, if known. */
  readonly action: TokenVerificationErrorAction | undefined

  constructor(reason: TokenFault, message: string) {
    super(message)
    this.name = 'TokenVerificationError'
    this.reason = reason
    this.action = actions[reason]
  }

  getFullMessage(): string {
    return `${this.message} (reason=${this.reason})`
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    return isNamed(value, 'TokenVerificationError')
  }
}

/** Why a machine's token was refused, by the codes of Clerk's SDKs. */
export const MachineTokenVerificationErrorCode = {
  TokenInvalid: 'token-invalid',
  InvalidSecretKey: 'secret-key-invalid',
  UnexpectedError: 'unexpected-error',
  TokenVerificationFailed: 'token-verification-failed',
} as const
export type MachineTokenVerificationErrorCode =
  (typeof MachineTokenVerificationErrorCode)[keyof typeof MachineTokenVerificationErrorCode]
export type MachineTokenFault = MachineTokenVerificationErrorCode

export class MachineTokenVerificationError extends Error {
  readonly clerkError = true
  readonly code: MachineTokenFault
  /** The HTTP status of the Backend API's answer, if it was called. */
  readonly status: number | undefined

  constructor(code: MachineTokenFault, message: string, status?: number, options?: ErrorOptions) {
    super(message, options)
    this.name = 'MachineTokenVerificationError'
    this.code = code
    this.status = status
  }

  getFullMessage(): string {
    return `${this.message} (code=${this.code}, status=${this.status || 'n/a'})`
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    return isNamed(value, 'MachineTokenVerificationError')
  }
}

/** `signJwt()` got an algorithm or a key that can't sign. */
export class SignJWTError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'SignJWTError'
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    return isNamed(value, 'SignJWTError')
  }
}
