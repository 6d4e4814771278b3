/**
 * Events: what happened, written in the transaction in which it happened. Verbs tell what happened to which resource; as the transaction
 * ends, each event is written with the resource as it then is. Webhooks and the audit log read them.
 */
import type { CarriedEventType, EventData, EventType } from '@frontdesk/contract'
import { newId } from '../../../crypto/random.js'
import { toJson } from '../../../database/columns.js'
import { lockName } from '../../../database/lock-name.js'
import { insertRow } from '../../../database/rows.js'
import type { Instance } from '../../../start/instance.js'
import { storedData } from './sealed.js'
import type { EventsTable } from './tables.js'

/** Renders a resource as an event of that type shows it; null when it is gone. */
export type Tellers = {
  [Type in Exclude<EventType, CarriedEventType>]: (tx: Instance, id: string) => Promise<EventData<Type> | null>
}

export interface Telling {
  /**
   * Told twice of one resource, an event is written once, in the place of the first. A deletion is told with what is left, and mail
   * with itself. Events of one subject stay in order everywhere: the resource's own, or those of the user whom it belongs to.
   */
  tell<Type extends EventType>(
    type: Type,
    about: Type extends CarriedEventType ? EventData<Type> : string,
    subject?: string,
  ): void
  /** Shows what was told so far as it is by now: call it before rows go that it is about. */
  renderEvents(): Promise<void>
  /** Writes all events, at the end of the transaction, and answers them. */
  writeEvents(): Promise<readonly WrittenEvent[]>
}

interface Told {
  type: EventType
  subject: string
  /** The resource's id until it is rendered. */
  id: string | null
  data: object | null
}

export type WrittenEvent = Omit<EventsTable, 'position'>

export function startTelling(tx: Instance): Telling {
  const told = new Map<string, Told>()

  async function renderEvents(): Promise<void> {
    for (const event of told.values()) {
      if (event.id === null) continue
      event.data = await render(tx, event.type, event.id)
      event.id = null
    }
  }

  return {
    tell(type, about, subject) {
      const [id, data] = typeof about === 'string' ? [about, null] : [null, about as { id: string }] // as all that is told
      const key = `${type} ${id ?? data!.id}` // one of them is there
      if (!told.has(key)) told.set(key, { type, subject: subject ?? id ?? data!.id, id, data })
    },
    renderEvents,
    async writeEvents() {
      // Held until the commit, and taken before anything is rendered: of two transactions the later one shows what the earlier one did.
      for (const subject of [...new Set([...told.values()].map(({ subject }) => subject))].sort())
        await lockName(tx, `events of ${subject}`)
      await renderEvents()
      const written: WrittenEvent[] = []
      for (const event of told.values()) if (event.data) written.push(await writeEvent(tx, event, event.data))
      return written
    },
  }
}

const render = (tx: Instance, type: EventType, id: string) => tx.tellers[type as keyof Tellers](tx, id) // `tell` takes no id for the others

async function writeEvent(tx: Instance, { type, subject }: Told, data: object): Promise<WrittenEvent> {
  const cause = tx.cause && toJson(tx.cause)
  const event = { id: newId('evt'), type, subject, data: toJson(data), cause, created_at: tx.now() }
  await insertRow(tx, 'events', { ...event, data: storedData(tx.vault, event) })
  return event
}
