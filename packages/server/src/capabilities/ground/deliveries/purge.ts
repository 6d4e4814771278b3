import type { Instance } from '../../../start/instance.js'

/** Deletes mail that was sent or given up before `before`, at most `limit`; answers how many. Sent mail is kept by development alone. */
export async function purgeMessages(instance: Instance, before: number, limit: number): Promise<number> {
  const { numDeletedRows } = await instance.db
    .deleteFrom('messages')
    .where('id', 'in', (from) =>
      from
        .selectFrom('messages')
        .select('id')
        .where('status', 'in', ['sent', 'failed'])
        .where('next_attempt_at', '<', before)
        .limit(limit),
    )
    .executeTakeFirst()
  return Number(numDeletedRows)
}
