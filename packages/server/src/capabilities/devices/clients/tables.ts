export interface ClientsTable {
  id: string
  secret_digest: string
  last_active_session_id: string | null
  sign_in_id: string | null
  sign_up_id: string | null
  last_authentication_strategy: string | null
  /** When a client in which nobody has a session is deleted; null while somebody has, or had one lately. */
  abandon_at: number | null
  created_at: number
  updated_at: number
}
