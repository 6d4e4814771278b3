import { deleteBefore } from '../../../database/rows.js'
import type { Purge } from '../../../start/housekeeping.js'
import type { Transaction } from '../../../start/instance.js'
import { idleLifetimeMs } from './clients.js'

export const abandonedClients: Purge = {
  what: 'Browsers without a session',
  end: 'a week after their last attempt to sign in or up',
  keptDays: 0,
  some: (instance, before, limit) => deleteBefore(instance, 'clients', 'abandon_at', before, limit),
}

/** Lets these clients, whose sessions are gone, be abandoned in a week. */
export async function abandonClients(tx: Transaction, clientIds: string[]): Promise<void> {
  if (clientIds.length === 0) return
  await tx.db
    .updateTable('clients')
    .set({ abandon_at: tx.now() + idleLifetimeMs }) // an attempt may have begun there
    .where('id', 'in', clientIds)
    .execute()
}
