import { sql } from 'kysely'
import { deleteBefore } from '../../../database/rows.js'
import type { Purge } from '../../../start/housekeeping.js'

export const pendingAccounts: Purge = {
  what: 'Accounts of other services that were to be connected and were not',
  end: 'somebody began to connect them',
  keptDays: 1,
  some: (instance, before, limit) =>
    deleteBefore(instance, 'external_accounts', 'created_at', before, limit, sql`verified_at is null`),
}
