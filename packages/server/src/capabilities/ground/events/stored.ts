/** Events as they were written, for those who send them on. */
import { sealedEventTypes } from '@frontdesk/contract'
import type { Selectable } from 'kysely'
import type { Queryable } from '../../../database/open.js'
import type { Instance } from '../../../start/instance.js'
import { openedData } from './sealed.js'
import type { EventsTable } from './tables.js'

export type EventRow = Selectable<EventsTable>

/** Those of these ids that are kept, opened. */
export async function eventsById({ db, vault }: Pick<Instance, 'db' | 'vault'>, ids: string[]): Promise<Map<string, EventRow>> {
  const rows = await db.selectFrom('events').selectAll().where('id', 'in', ids).execute()
  return new Map(rows.map((row) => [row.id, { ...row, data: openedData(vault, row) }]))
}

/** Events since then, in order, from after a position on. */
export const eventsSince = ({ db }: Queryable, since: number, after: number, limit: number) =>
  db
    .selectFrom('events')
    .select(['id', 'position', 'type', 'subject', 'created_at'])
    .where('position', '>', after)
    .where('created_at', '>=', since)
    .orderBy('position')
    .limit(limit)
    .execute()

/** In order: those behind a position, or the newest. Mail and text messages are left out, for the codes in them. */
export async function listEvents(
  { db }: Queryable,
  { after, limit }: { after?: number | undefined; limit: number },
): Promise<EventRow[]> {
  const listed = db.selectFrom('events').selectAll().where('type', 'not in', sealedEventTypes).limit(limit)
  if (after !== undefined) return listed.where('position', '>', after).orderBy('position').execute()
  return (await listed.orderBy('position', 'desc').execute()).reverse()
}
