import type { Generated } from 'kysely'

export interface EventsTable {
  /** The order of insertion. */
  position: Generated<number>
  id: string
  type: string
  data: string
  created_at: number
}
