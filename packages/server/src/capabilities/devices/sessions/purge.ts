import { type Instance, transaction } from '../../../start/instance.js'
import { abandonEmptyClients } from '../clients/purge.js'

/** Deletes sessions whose time was over before `before`, however they ended, at most `limit`; answers how many. */
export async function purgeSessions(instance: Instance, before: number, limit: number): Promise<number> {
  return transaction(instance, async (tx) => {
    const deleted = await tx.db
      .deleteFrom('sessions')
      .where('id', 'in', (from) => from.selectFrom('sessions').select('id').where('expire_at', '<', before).limit(limit))
      .returning('client_id')
      .execute()
    await abandonEmptyClients(tx, [...new Set(deleted.map((session) => session.client_id))])
    return deleted.length
  })
}
