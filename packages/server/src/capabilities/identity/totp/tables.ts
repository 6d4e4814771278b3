export interface TotpSecretsTable {
  id: string
  user_id: string
  /** Base32, sealed for this user. */
  sealed_secret: string
  /** Null until its owner has shown that their app has it. */
  verified_at: number | null
  /** The latest step whose code was used; 0 for none. No code of it, or of one before, is taken again. */
  last_used_step: number
  created_at: number
  updated_at: number
}
