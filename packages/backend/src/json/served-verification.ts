/** Written by `npm run generate` from the contract: change it there. */
export interface ServedVerificationJSON {
  object:
    | 'verification_otp'
    | 'verification_password'
    | 'verification_totp'
    | 'verification_backup_code'
    | 'verification_admin'
    | 'verification_oauth'
    | 'verification_from_oauth'
    | 'verification_passkey'
    | 'verification_email_link'
    | 'verification_ticket'
    | 'verification_web3'
  status: 'unverified' | 'verified' | 'transferable' | 'failed' | 'expired'
  strategy: string
  attempts: number | null
  expire_at: number | null
  external_verification_redirect_url?: string | null
  error?: {
    code: string
    message: string
    long_message: string
    meta: Record<string, unknown>
  } | null
}
