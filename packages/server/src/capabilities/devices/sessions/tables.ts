export interface SessionsTable {
  id: string
  client_id: string
  user_id: string
  /** As last written; time makes an active one expired or abandoned without a write: see `statusOf`. */
  status: 'active' | 'ended' | 'removed' | 'revoked' | 'replaced'
  first_factor_verified_at: number
  second_factor_verified_at: number | null
  last_active_organization_id: string | null
  actor: string | null
  /** What its user has to do before it is active, in that order and between spaces: see `tasks.ts`. */
  tasks: string
  refresh_digest: string | null
  /** Wrong passwords in a row from this browser, while its user's account is locked for others. */
  failed_attempts: number
  guesses_locked_until: number | null
  /** Device and address, as JSON: see `activity.ts`. */
  activity: string
  last_active_at: number
  expire_at: number
  abandon_at: number
  created_at: number
  updated_at: number
}
