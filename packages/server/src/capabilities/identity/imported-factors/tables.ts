export interface ImportedFactorsTable {
  user_id: string
  kind: 'totp_secret' | 'backup_codes' | 'phone_numbers' | 'external_accounts'
  /** JSON, sealed for this kind and user. */
  sealed: string
  created_at: number
}
