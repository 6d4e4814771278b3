/** Errors that the SDK throws. */

export interface ClerkAPIError {
  code: string
  message: string
  longMessage: string | undefined
  meta: Record<string, unknown>
}

/** The Backend API refused a call: `errors` says why, one entry for each fault. */
export class ClerkAPIResponseError extends Error {
  readonly clerkError = true
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
}

export function isClerkAPIResponseError(error: unknown): error is ClerkAPIResponseError {
  return error instanceof Error && error.name === 'ClerkAPIResponseError'
}

/** Why a token was refused; spelled as `x-clerk-auth-reason` carries it. */
export type TokenFault =
  | 'token-invalid'
  | 'token-invalid-algorithm'
  | 'token-invalid-signature'
  | 'token-invalid-authorized-parties'
  | 'token-invalid-audience'
  | 'token-expired'
  | 'token-not-active-yet'
  | 'token-iat-in-the-future'
  | 'token-verification-failed'
  | 'jwk-kid-mismatch'
  | 'jwk-remote-failed-to-load'
  | 'jwk-local-invalid'

export class TokenVerificationError extends Error {
  readonly reason: TokenFault

  constructor(reason: TokenFault, message: string) {
    super(message)
    this.name = 'TokenVerificationError'
    this.reason = reason
  }
}
