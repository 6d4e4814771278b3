/**
 * Events: what happened, written in the transaction in which it happened. Verbs tell what happened to which resource; as the transaction
 * ends, each event is written with the resource as it then is. Webhooks and the audit log read them.
 */
import type { DeletedObject, DeletionEventType, EventData, EventType } from '@frontdesk/contract'
import { newId } from '../../../crypto/random.js'
import { toJson } from '../../../database/columns.js'
import { insertRow } from '../../../database/rows.js'
import type { Instance } from '../../../start/instance.js'
import type { EventsTable } from './tables.js'

/** Renders a resource as an event of that type shows it; null when it is gone. */
export type Tellers = {
  [Type in Exclude<EventType, DeletionEventType>]: (tx: Instance, id: string) => Promise<EventData<Type> | null>
}

export interface Telling {
  /** Told twice of one resource, an event is written once, in the place of the first. A deletion is told with what is left. */
  tell<Type extends EventType>(type: Type, about: Type extends DeletionEventType ? DeletedObject : string): void
  /** Writes what was told so far: call it before rows go that it is about. Answers all events that were written. */
  writeEvents(): Promise<readonly WrittenEvent[]>
}

export type WrittenEvent = Omit<EventsTable, 'position'>

export function startTelling(tx: Instance): Telling {
  const told = new Map<string, { type: EventType; about: DeletedObject | string }>()
  const written: WrittenEvent[] = []
  return {
    tell(type, about) {
      const key = `${type} ${typeof about === 'string' ? about : about.id}`
      if (!told.has(key)) told.set(key, { type, about })
    },
    async writeEvents() {
      for (const { type, about } of told.values()) {
        const data = typeof about === 'string' ? await render(tx, type, about) : about
        if (data) written.push(await writeEvent(tx, type, data))
      }
      told.clear()
      return written
    },
  }
}

const render = (tx: Instance, type: EventType, id: string) => tx.tellers[type as keyof Tellers](tx, id) // `tell` takes no id for a deletion

async function writeEvent(tx: Instance, type: EventType, data: object): Promise<WrittenEvent> {
  const cause = tx.cause && toJson(tx.cause)
  const event = { id: newId('evt'), type, data: toJson(data), cause, created_at: tx.now() }
  await insertRow(tx, 'events', event)
  return event
}
