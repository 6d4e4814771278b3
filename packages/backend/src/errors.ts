/** Errors that the SDK throws. */

export interface ClerkAPIError {
  code: string
  message: string
  longMessage: string | undefined
  meta: Record<string, unknown>
}

/** `instanceof` by name: an app may hold two copies of this module, one for `import` and one for `require`. */
const isNamed = (value: unknown, name: string) => value instanceof Error && value.name === name

/** The Backend API refused a call: `errors` says why, one entry for each fault. */
export class ClerkAPIResponseError extends Error {
  readonly clerkError = true
  readonly code = 'api_response_error'
  /** The HTTP status; 0 when there was no answer. */
  readonly status: number
  readonly errors: ClerkAPIError[]
  readonly clerkTraceId: string | undefined
  /** Seconds to wait before the next try, when the server says so. */
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

/** Why a token was refused; spelled as `x-clerk-auth-reason` carries it. */
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
} as const
export type TokenFault = (typeof TokenVerificationErrorReason)[keyof typeof TokenVerificationErrorReason]

export class TokenVerificationError extends Error {
  readonly reason: TokenFault

  constructor(reason: TokenFault, message: string) {
    super(message)
    this.name = 'TokenVerificationError'
    this.reason = reason
  }

  getFullMessage(): string {
    return `${this.message} (reason=${this.reason})`
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    return isNamed(value, 'TokenVerificationError')
  }
}

/** Why a machine's token was refused; the few codes that Clerk's SDKs have. */
export const MachineTokenVerificationErrorCode = {
  TokenInvalid: 'token-invalid',
  InvalidSecretKey: 'secret-key-invalid',
  UnexpectedError: 'unexpected-error',
  TokenVerificationFailed: 'token-verification-failed',
} as const
export type MachineTokenFault = (typeof MachineTokenVerificationErrorCode)[keyof typeof MachineTokenVerificationErrorCode]

export class MachineTokenVerificationError extends Error {
  readonly clerkError = true
  readonly code: MachineTokenFault
  /** What the Backend API answered, if it was asked. */
  readonly status: number | undefined

  constructor(code: MachineTokenFault, message: string, status?: number) {
    super(message)
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
