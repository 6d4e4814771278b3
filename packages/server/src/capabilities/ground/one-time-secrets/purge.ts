import type { Instance } from '../../../start/instance.js'

/** Deletes secrets that expired before `before`, at most `limit`; answers how many. */
export async function purgeSecrets(instance: Instance, before: number, limit: number): Promise<number> {
  const { numDeletedRows } = await instance.db
    .deleteFrom('one_time_secrets')
    .where('id', 'in', (from) => from.selectFrom('one_time_secrets').select('id').where('expires_at', '<', before).limit(limit))
    .executeTakeFirst()
  return Number(numDeletedRows)
}
