import type { Purge } from '../../../start/housekeeping.js'
import { type Instance, type Transaction, transaction } from '../../../start/instance.js'
import { abandonClients } from '../clients/purge.js'

export const endedSessions: Purge = {
  what: 'Sessions, with device and address',
  end: 'their time was over, however they ended',
  keptDays: 90, // a browser that somebody used lately is no new device
  some: deleteEnded,
}

async function deleteEnded(instance: Instance, before: number, limit: number): Promise<number> {
  return transaction(instance, async (tx) => {
    const deleted = await tx.db
      .deleteFrom('sessions')
      .where('id', 'in', (from) => from.selectFrom('sessions').select('id').where('expire_at', '<', before).limit(limit))
      .returning('client_id')
      .execute()
    await abandonClients(tx, await withoutSessions(tx, [...new Set(deleted.map((session) => session.client_id))]))
    return deleted.length
  })
}

async function withoutSessions(tx: Transaction, clientIds: string[]): Promise<string[]> {
  if (clientIds.length === 0) return []
  const left = await tx.db.selectFrom('sessions').select('client_id').distinct().where('client_id', 'in', clientIds).execute()
  const kept = new Set(left.map((session) => session.client_id))
  return clientIds.filter((id) => !kept.has(id))
}
