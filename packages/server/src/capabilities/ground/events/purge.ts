import type { Purge } from '../../../start/housekeeping.js'
import type { Instance } from '../../../start/instance.js'

export const oldEvents: Purge = {
  what: 'Events (`events.keptDays`)',
  end: 'they happened',
  keptDays: ({ events }) => events.keptDays,
  some: deleteOldest,
}

async function deleteOldest(instance: Instance, before: number, limit: number): Promise<number> {
  const { numDeletedRows } = await instance.db
    .deleteFrom('events')
    .where('position', 'in', (from) =>
      from
        // The oldest are first in the order of insertion, so that no index by time is needed.
        .selectFrom((inner) =>
          inner.selectFrom('events').select(['position', 'created_at']).orderBy('position').limit(limit).as('oldest'),
        )
        .select('oldest.position')
        .where('oldest.created_at', '<', before),
    )
    .executeTakeFirst()
  return Number(numDeletedRows)
}
