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
  refresh_digest: string | null
  /** Device and address, as JSON: see `activity.ts`. */
  activity: string
  last_active_at: number
  expire_at: number
  abandon_at: number
  created_at: number
  updated_at: number
}
