import { sql } from 'kysely'
import { deleteBefore } from '../../../database/rows.js'
import type { Purge } from '../../../start/housekeeping.js'

export const settledDeliveries: Purge = {
  what: 'Mail that was given up, without its content; in development also mail that was sent, with it',
  end: 'it was sent or given up',
  keptDays: 30,
  some: (instance, before, limit) =>
    deleteBefore(instance, 'messages', 'next_attempt_at', before, limit, sql`status in ('sent', 'failed')`),
}
