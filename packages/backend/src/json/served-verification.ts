/** Written by `npm run generate` from the contract: change it there. */
export interface ServedVerificationJSON {
  object: 'verification_otp' | 'verification_password' | 'verification_totp' | 'verification_backup_code' | 'verification_admin'
  status: 'unverified' | 'verified' | 'transferable' | 'failed' | 'expired'
  strategy: string
  attempts: number | null
  expire_at: number | null
}
