/**
 * What leaves for the world outside goes through a table: it is written in the transaction that it belongs to and sent afterwards, so no
 * request waits for another server, and a crash loses nothing. What a node has taken and not finished within its lease is taken again by
 * another. How something is sent, and for how long, is its channel's to say: see docs/decisions/0011.
 */
import { newId } from '../../../crypto/random.js'
import type { Queryable } from '../../../database/open.js'
import { insertRow } from '../../../database/rows.js'
import type { Channel, Deliverable } from './channel.js'
import { sealItem } from './content.js'
import { type Node, openLane } from './lane.js'

export interface Deliveries {
  /** Writes an item that is to leave by a channel; call it with the transaction. It is sent after the commit. */
  add<Item extends Deliverable>(tx: Queryable, channel: Channel<Item>, item: Item): Promise<void>
  /** Sends what is due, now; deliveries also do so by themselves. */
  deliver(): Promise<void>
  /** Finishes what is under way. */
  close(): Promise<void>
}

export function openDeliveries(channels: readonly Channel[], node: Node): Deliveries {
  const lanes = new Map(channels.map((channel) => [channel.name, openLane(channel, node)]))
  const { vault, now } = node

  return {
    async add(tx, channel, item) {
      const lane = lanes.get(channel.name)
      if (!lane) throw new Error(`Nothing is delivered by ${channel.name}: edges/channels.ts does not list it.`)
      await insertRow(tx, 'messages', {
        id: newId('msg'),
        channel: channel.name,
        recipient: item.to,
        kind: item.kind,
        sealed_content: sealItem(vault, channel, item),
        status: 'waiting',
        attempts: 0,
        next_attempt_at: now(),
        created_at: now(),
        updated_at: now(),
      })
      lane.deliverSoon()
    },
    async deliver() {
      await Promise.all([...lanes.values()].map((lane) => lane.deliver()))
    },
    async close() {
      await Promise.all([...lanes.values()].map((lane) => lane.close()))
    },
  }
}
