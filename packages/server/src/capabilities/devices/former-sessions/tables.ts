export interface FormerSessionsTable {
  /** The session's id at the former service. */
  former_id: string
  user_id: string
  exchanged_at: number
}
