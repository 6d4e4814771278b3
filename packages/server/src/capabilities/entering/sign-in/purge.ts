import type { Instance } from '../../../start/instance.js'

/** Deletes sign-ins, finished or not, that were abandoned before `before`, at most `limit`; answers how many. */
export async function purgeSignIns(instance: Instance, before: number, limit: number): Promise<number> {
  const { numDeletedRows } = await instance.db
    .deleteFrom('sign_ins')
    .where('id', 'in', (from) => from.selectFrom('sign_ins').select('id').where('abandon_at', '<', before).limit(limit))
    .executeTakeFirst()
  return Number(numDeletedRows)
}
