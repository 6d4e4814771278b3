export interface BackupCodesTable {
  id: string
  user_id: string
  /** By bcrypt, which other services can read, too. */
  digest: string
  created_at: number
}
