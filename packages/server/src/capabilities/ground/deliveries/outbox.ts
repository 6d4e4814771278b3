/**
 * Mail leaves through a table: it is written in the transaction that it belongs to and sent afterwards, so no request waits for a mail
 * server, and a crash loses none. A message that a node has taken and not finished within the lease is taken again by another.
 */
import type { ExpressionBuilder, Selectable } from 'kysely'
import { newId } from '../../../crypto/random.js'
import type { Vault } from '../../../crypto/vault.js'
import type { Queryable, Unsynced } from '../../../database/open.js'
import { prepared } from '../../../database/prepared.js'
import { insertRow, updateRow } from '../../../database/rows.js'
import type { Tables } from '../../../database/tables.js'
import type { Log } from '../../../start/frontdesk-options.js'
import type { MessagesTable } from './tables.js'
import { MailRefused, type Transport } from './transport.js'

export interface Mail {
  to: string
  /** What it is for, such as `sign_up_code`. */
  kind: string
  subject: string
  text: string
  html: string
  /** The one-time code in it, which the development inbox shows large. */
  code?: string
  /** When what it says is over, in milliseconds since 1970: it is not sent any more then. */
  expiresAt?: number
}

type Message = Selectable<MessagesTable>

export interface Outbox {
  /** Writes a mail; call it with the transaction. It is sent after the commit. */
  add(tx: Queryable, mail: Mail): Promise<void>
  /** Sends what is due, now; the outbox also does so by itself. */
  deliver(): Promise<void>
  /** Finishes what is under way. */
  close(): Promise<void>
}

export interface OutboxContext {
  unsynced: Unsynced
  vault: Vault
  transport: Transport
  now(): number
  log: Log
  /** Keeps sent mail readable, for the development inbox. */
  keepsContent: boolean
}

const leaseMs = 60_000 // twice the longest that a delivery takes
const maxAttempts = 12 // with the waits between them, about 45 minutes
const longestWaitMs = 600_000
const soonMs = 50
const pollMs = 5_000
const batchSize = 20

export function createOutbox({ unsynced, vault, transport, now, log, keepsContent }: OutboxContext): Outbox {
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
        while (!isClosed && (await deliverBatch()) === batchSize) {}
      } while (askedAgain && !isClosed)
    })()
      .catch((error: unknown) => log({ level: 'error', message: 'Mail could not be read from the database', error }))
      .finally(() => {
        delivering = null
      })
    return delivering
  }

  /**
   * After the commit, together with what others add meanwhile. Theirs may not be committed by then, so there is another look for them; if a
   * commit takes longer, the poll finds its mail.
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
    const taken = await takeDue()
    await Promise.all(taken.map(deliverOne))
    return taken.length
  }

  const takeDue = (): Promise<Message[]> => unsynced((held) => leaseDue(held, now(), now() + leaseMs))

  async function deliverOne(message: Message): Promise<void> {
    if (message.sealed_content === null) return // a mail that was given up holds none any more
    const mail = openMail(vault, message.sealed_content)
    const outcome = await send(mail).then(
      () => ({ status: 'sent' as const }),
      (error: Error) => afterFailure(message, mail, error),
    )
    await unsynced<unknown>((held) =>
      outcome.status === 'sent' && !keepsContent
        ? dropMessage(held, message.id)
        : updateRow(held, 'messages', message.id, { ...outcome, updated_at: now() }),
    )
  }

  async function send(mail: Mail): Promise<void> {
    if (mail.expiresAt !== undefined && mail.expiresAt <= now()) throw new MailRefused('What it says is over')
    await transport.send(mail)
  }

  /** Mail that says until when it is good is tried until then. */
  function afterFailure({ kind, attempts }: Message, { expiresAt }: Mail, error: Error) {
    if (error instanceof MailRefused || (expiresAt === undefined && attempts >= maxAttempts)) {
      log({ level: 'error', message: 'Mail was given up', kind, attempts, error: error.message })
      return { status: 'failed' as const, ...(keepsContent ? {} : { sealed_content: null }) }
    }
    log({ level: 'warn', message: 'Mail was not accepted, will be tried again', kind, attempts, error: error.message })
    return { status: 'waiting' as const, next_attempt_at: now() + Math.min(1_000 * 2 ** attempts, longestWaitMs) }
  }

  return {
    async add(tx, mail) {
      await insertRow(tx, 'messages', {
        id: newId('msg'),
        recipient: mail.to,
        kind: mail.kind,
        sealed_content: vault.seal(JSON.stringify(mail), 'mail'),
        status: 'waiting',
        attempts: 0,
        next_attempt_at: now(),
        created_at: now(),
        updated_at: now(),
      })
      deliverSoon()
    },
    deliver,
    async close() {
      isClosed = true
      clearInterval(timer)
      await delivering
      await transport.close()
    },
  }
}

/** Of two nodes that take the same message, the second finds it taken: the conditions are read again under its lock. */
const leaseDue = prepared((db, now: number, leaseUntil: number) => {
  const due = (where: ExpressionBuilder<Tables, 'messages'>) =>
    where.and([
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
    .where('id', 'in', (from) => from.selectFrom('messages').select('id').where(due).orderBy('next_attempt_at').limit(batchSize))
    .where(due)
    .returningAll()
})

const dropMessage = prepared((db, id: string) => db.deleteFrom('messages').where('id', '=', id))

export const openMail = (vault: Vault, sealed: string): Mail => JSON.parse(vault.open(sealed, 'mail')) as Mail // written by `add`
