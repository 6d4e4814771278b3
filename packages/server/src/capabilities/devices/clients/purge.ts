import type { Instance, Transaction } from '../../../start/instance.js'
import { idleLifetimeMs } from './clients.js'

/** Deletes clients that were abandoned before `before`, with their attempts, at most `limit`; answers how many. */
export async function purgeClients(instance: Instance, before: number, limit: number): Promise<number> {
  const { numDeletedRows } = await instance.db
    .deleteFrom('clients')
    .where('id', 'in', (from) => from.selectFrom('clients').select('id').where('abandon_at', '<', before).limit(limit))
    .where('abandon_at', '<', before) // read again once the row is held: somebody may have signed in there
    .executeTakeFirst()
  return Number(numDeletedRows)
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
