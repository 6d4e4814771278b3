/**
 * Hooks: functions of the app that run inside the transaction of what they are told, after its events are written and before it is
 * committed. One that throws, or takes too long, undoes it all. `docs/hooks.md` is their page.
 */
import { type EventType, errors } from '@frontdesk/contract'
import { type HeldConnection, heldConnection } from '../../../database/held.js'
import { lockName } from '../../../database/lock-name.js'
import type { Queryable } from '../../../database/open.js'
import { DatabaseUnavailable } from '../../../database/unavailable.js'
import type { HookEvent, HookTransaction } from '../../../start/hook-types.js'
import type { Instance } from '../../../start/instance.js'
import { HookFailure } from '../../../wire/hook-failure.js'
import { envelopeOf } from '../events/envelope.js'
import type { WrittenEvent } from '../events/events.js'
import { inHook } from './in-hook.js'
import { ownStatements } from './own-statements.js'
import { isRefusal } from './refusal.js'
import { type Limit, startLimit } from './within-limit.js'

const slowMs = 1_000 // on SQLite everybody waits meanwhile

/** Runs the hook of each event, in their order. @throws `hook_refused`, HookFailure, and what says that the database can't be asked */
export async function runHooks(tx: Instance, written: readonly WrittenEvent[]): Promise<void> {
  const lacked = written.find(({ type }) => tx.lackedHooks.includes(type))
  if (lacked)
    throw errors.hookRefused(
      `The app's code has a hook on ${lacked.type}, which this command can't run. Ask the running app: --at with its address, such as http://localhost:3000.`,
    )
  const due = written.flatMap((event) => {
    const hook = tx.options.on[event.type as EventType] as ((event: HookEvent, tx: HookTransaction) => unknown) | undefined
    return hook ? [{ event, hook }] : []
  })
  if (due.length === 0) return

  const held = await heldConnection(tx.db)
  const { hookLimitMs } = tx.options
  if (held.engine === 'postgres') await held.ask({ text: `set local statement_timeout = ${hookLimitMs}` }) // else what is given up goes on there
  const limit = startLimit(hookLimitMs)
  try {
    for (const { event, hook } of due) {
      const envelope = envelopeOf(tx.keys, event) as HookEvent // the type's data is what its teller renders
      await runInTransaction(tx, held, limit, `on.${event.type}`, (own) => hook(envelope, own))
    }
  } finally {
    limit.end()
  }
}

/**
 * Lets the app make its own tables, on one node at a time.
 * @throws HookFailure, which ends the start; DatabaseUnavailable, after which it is tried again
 */
export async function runBeforeStart({ db, engine, dialect }: Queryable, at: Pick<Instance, 'options' | 'log'>): Promise<void> {
  const { start } = at.options.before
  if (!start) return
  await db.transaction().execute(async (tx) => {
    await lockName({ db: tx, engine, dialect }, 'frontdesk before.start')
    await runInTransaction(at, await heldConnection(tx), unlimited, 'before.start', start)
  })
}

const unlimited: Limit = { within: async (_hook, work) => work(), end: () => {} }

async function runInTransaction(
  { options, log }: Pick<Instance, 'options' | 'log'>,
  held: HeldConnection,
  limit: Limit,
  name: string,
  hook: (own: HookTransaction) => unknown,
): Promise<void> {
  const begun = performance.now()
  const late = ({ message }: Error) => log({ level: 'error', message, hook: name })
  const own = ownStatements(held, name, late)
  try {
    await inHook(options, name, () =>
      limit.within(name, async () => {
        try {
          await hook(own.tx)
        } finally {
          await own.end()
        }
      }),
    )
    if (!(await held.isIntact()))
      throw new HookFailure(
        name,
        'went on after a statement that failed, and nothing could be committed any more: undo such a statement with a savepoint, or let its error pass',
      )
  } catch (error) {
    if (own.abandon() && held.engine === 'postgres') held.cut()
    throw faultOf(name, error)
  }
  const tookMs = Math.round(performance.now() - begun)
  if (tookMs >= slowMs)
    log({
      level: 'warn',
      message: `The hook ${name} took ${tookMs} ms, in which its transaction kept others waiting.`,
      hook: name,
    })
}

/** What a hook threw, as the verb throws it. */
export function faultOf(name: string, error: unknown): unknown {
  const isOfDatabase = error instanceof DatabaseUnavailable || (error as { code?: unknown } | null)?.code === '40P01' // a deadlock, which the verb's own statements tell as well
  if (isOfDatabase || error instanceof HookFailure) return error
  if (isRefusal(error)) return errors.hookRefused(error.message, error.field && inSnakeCase(error.field))
  return new HookFailure(name, `failed: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
}

const inSnakeCase = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
