import type { Generated } from 'kysely'

export interface EventsTable {
  /** The order of insertion. */
  position: Generated<number>
  id: string
  type: string
  /** Whose events stay in order, such as a user's id; null in rows of older releases. */
  subject: string | null
  data: string
  /** Who made the change, as JSON: see `cause.ts`. */
  cause: string | null
  created_at: number
}
