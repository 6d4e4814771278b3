import * as z from 'zod'

const VerificationError = z.object({
  code: z.string(),
  message: z.string(),
  long_message: z.string(),
  meta: z.record(z.string(), z.unknown()),
})

/** The state of one verification, of an address or a factor. Times are milliseconds since 1970. */
export const Verification = z.object({
  object: z.enum([
    'verification_otp',
    'verification_password',
    'verification_totp',
    'verification_backup_code',
    'verification_admin',
    'verification_oauth',
    'verification_from_oauth',
    'verification_passkey',
    'verification_email_link',
    'verification_ticket',
    'verification_web3',
  ]),
  status: z.enum(['unverified', 'verified', 'transferable', 'failed', 'expired']),
  strategy: z.string(),
  attempts: z.number().nullable(),
  expire_at: z.number().nullable(),
  /** Of a provider: where the browser is to go. */
  external_verification_redirect_url: z.string().nullable().optional(),
  /** Why a provider proved nobody, or whom it proved is somebody else's business. */
  error: VerificationError.nullable().optional(),
})
export type Verification = z.infer<typeof Verification>

/** One that a browser answers by a passkey, with what it is asked as JSON, or by a wallet, with the message that it signs. */
export const AskedVerification = z.object({
  ...Verification.shape,
  nonce: z.string().optional(),
  message: z.string().optional(),
})
export type AskedVerification = z.infer<typeof AskedVerification>

/** A verification that a server starts, and attempts by its id. */
export const CodeVerification = z.object({ id: z.string(), ...Verification.shape })
export type CodeVerification = z.infer<typeof CodeVerification>
