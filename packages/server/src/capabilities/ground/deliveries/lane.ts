/** One channel's deliveries on one node. Channels have lanes of their own, so that a slow one holds up no other. */
import type { ExpressionBuilder, Selectable } from 'kysely'
import { prepared } from '../../../database/prepared.js'
import { updateRow } from '../../../database/rows.js'
import type { Tables } from '../../../database/tables.js'
import type { Instance } from '../../../start/instance.js'
import { type Channel, type Deliverable, Undeliverable } from './channel.js'
import { openItem } from './content.js'
import type { MessagesTable } from './tables.js'

/** What deliveries need of an instance. */
export type Node = Pick<Instance, 'options' | 'unsynced' | 'vault' | 'now' | 'log' | 'outbound'>

type Message = Selectable<MessagesTable>

export interface Lane {
  /** Sends what is due, now; the lane also does so by itself. */
  deliver(): Promise<void>
  /** Sends what is being written, soon after its commit. */
  deliverSoon(): void
  /** Finishes what is under way. */
  close(): Promise<void>
}

const soonMs = 50
const pollMs = 5_000

export function openLane(channel: Channel, node: Node): Lane {
  const { unsynced, vault, now, log, options } = node
  const { title, atOnce, longestMs } = channel
  const keepsContent = options.environment === 'development' // for the inbox
  const sender = channel.open(node)
  const leaseDue = leaseDueOf(channel)
  let delivering: Promise<void> | null = null
  let askedAgain = false
  let isClosed = false
  let addedMeanwhile = 0
  const timer = setInterval(() => void deliver(), pollMs).unref()

  function deliver(): Promise<void> {
    if (delivering) {
      askedAgain = true
      return delivering
    }
    if (isClosed) return Promise.resolve()
    delivering = (async () => {
      do {
        askedAgain = false
        while (!isClosed && (await deliverBatch()) === atOnce) {}
      } while (askedAgain && !isClosed)
    })()
      .catch((error: unknown) => log({ level: 'error', message: `${title} could not be read from the database`, error }))
      .finally(() => {
        delivering = null
      })
    return delivering
  }

  /**
   * After the commit, together with what others add meanwhile. Theirs may not be committed by then, so there is another look for them; if a
   * commit takes longer, the poll finds what it wrote.
   */
  function deliverSoon(): void {
    addedMeanwhile++
    if (addedMeanwhile > 1) return
    setTimeout(() => {
      const others = addedMeanwhile - 1
      addedMeanwhile = 0
      void deliver()
      if (others > 0) deliverSoon()
    }, soonMs).unref()
  }

  async function deliverBatch(): Promise<number> {
    const taken = await unsynced((held) => leaseDue(held, now(), now() + 2 * longestMs))
    await Promise.all(taken.map(deliverOne))
    return taken.length
  }

  async function deliverOne(message: Message): Promise<void> {
    if (message.sealed_content === null) return // one that was given up holds none any more
    const item = openItem(vault, channel, message.sealed_content)
    const outcome = await send(item).then(
      () => ({ status: 'sent' as const }),
      (error: Error) => afterFailure(message, item, error),
    )
    await unsynced<unknown>((held) =>
      outcome.status === 'sent' && !keepsContent
        ? dropMessage(held, message.id)
        : updateRow(held, 'messages', message.id, { ...outcome, updated_at: now() }),
    )
  }

  async function send(item: Deliverable): Promise<void> {
    if (isOver(item)) throw new Undeliverable('What it says is over')
    await sender.send(item, AbortSignal.timeout(longestMs))
  }

  const isOver = ({ expiresAt }: Deliverable) => expiresAt !== undefined && expiresAt <= now()

  function afterFailure({ kind, attempts }: Message, item: Deliverable, error: Error) {
    const waitMs = error instanceof Undeliverable ? null : channel.waitAfter(attempts, item)
    if (waitMs === null) {
      log({ level: 'error', message: `${title} was given up`, kind, attempts, error: error.message })
      return { status: 'failed' as const, ...(keepsContent ? {} : { sealed_content: null }) }
    }
    log({ level: 'warn', message: `${title} was not accepted, will be tried again`, kind, attempts, error: error.message })
    return { status: 'waiting' as const, next_attempt_at: now() + waitMs }
  }

  return {
    deliver,
    deliverSoon,
    async close() {
      isClosed = true
      clearInterval(timer)
      await delivering
      await sender.close()
    },
  }
}

/** Of two nodes that take the same message, the second finds it taken: the conditions are read again under its lock. */
const leaseDueOf = ({ name, atOnce }: Channel) =>
  prepared((db, now: number, leaseUntil: number) => {
    const due = (where: ExpressionBuilder<Tables, 'messages'>) =>
      where.and([
        where('channel', '=', name),
        where('status', 'in', ['waiting', 'sending']), // a lease that ran out makes `sending` due again
        where('next_attempt_at', '<=', now),
      ])
    return db
      .updateTable('messages')
      .set((set) => ({
        status: 'sending',
        attempts: set('attempts', '+', 1),
        next_attempt_at: leaseUntil,
        updated_at: now,
      }))
      .where('id', 'in', (from) => from.selectFrom('messages').select('id').where(due).orderBy('next_attempt_at').limit(atOnce))
      .where(due)
      .returningAll()
  })

const dropMessage = prepared((db, id: string) => db.deleteFrom('messages').where('id', '=', id))
