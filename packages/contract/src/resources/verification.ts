import * as z from 'zod'

/** The state of one verification, of an address or a factor. Times are milliseconds since 1970. */
export const Verification = z.object({
  object: z.enum([
    'verification_otp',
    'verification_password',
    'verification_totp',
    'verification_backup_code',
    'verification_admin',
  ]),
  status: z.enum(['unverified', 'verified', 'transferable', 'failed', 'expired']),
  strategy: z.string(),
  attempts: z.number().nullable(),
  expire_at: z.number().nullable(),
})
export type Verification = z.infer<typeof Verification>

/** A verification that a server starts, and attempts by its id. */
export const CodeVerification = z.object({ id: z.string(), ...Verification.shape })
export type CodeVerification = z.infer<typeof CodeVerification>
