/** What of a channel is still there: what waits and, in development instances, what was sent. */
import type { Instance } from '../../../start/instance.js'
import type { Channel, Deliverable } from './channel.js'
import { openItem } from './content.js'

export interface Kept<Item> {
  id: string
  item: Item
  createdAt: number
}

/** Newest first. */
export async function keptDeliveries<Item extends Deliverable>(
  { db, vault }: Instance,
  channel: Channel<Item>,
  limit: number,
): Promise<Kept<Item>[]> {
  const rows = await db
    .selectFrom('messages')
    .select(['id', 'sealed_content', 'created_at'])
    .where('channel', '=', channel.name)
    .where('sealed_content', 'is not', null)
    .orderBy('position', 'desc')
    .limit(limit)
    .execute()
  return rows.map(({ id, sealed_content, created_at }) => ({
    id,
    item: openItem(vault, channel, sealed_content!), // the query left out the others
    createdAt: created_at,
  }))
}

/** Deletes all of a channel, also what waits. */
export async function dropDeliveries({ db }: Instance, { name }: Channel): Promise<void> {
  await db.deleteFrom('messages').where('channel', '=', name).execute()
}
