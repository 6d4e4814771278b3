/**
 * Connections to PostgreSQL as Kysely uses them. Nothing waits for ever: connecting, each statement and an idle transaction have a limit.
 * A connection that was lost, ran into a limit or kept a transaction open leaves the pool, and its fault is a `DatabaseUnavailable`.
 */
import type { PostgresPool } from 'kysely'
import type { Pool, PoolClient, QueryConfig, QueryResult } from 'pg'
import { type HeldClient, heldText } from './held.js'
import type { StatementNames } from './statement-names.js'
import { DatabaseUnavailable, isPassing } from './unavailable.js'

/** The driver's own error, or one of Node's. */
type Fault = Error & { code?: string; severity?: string; routine?: string }

/** A server that is silent is reported after that long, and the request gives up its place in the queue. */
export const connectLimitMs = 10_000

const limitMs = 15_000

export interface Manner {
  /** How transactions begin. */
  begin: string
  /** How long a statement may take; for ever where it is left out. */
  limitMs?: number
}

// The server's own limits come first, so that it ends what nobody waits for any more. Set in each transaction: a pooler between would
// refuse them at the start of a connection, and hand them on to others when they are set for a session.
export const withinLimits: Manner = {
  begin: `begin; set local statement_timeout = ${limitMs - 1_000}; set local idle_in_transaction_session_timeout = ${limitMs}`,
  limitMs,
}

export function guardedPool(pool: Pool, names: StatementNames, { begin, limitMs }: Manner): PostgresPool {
  const unsound = new WeakSet<PoolClient>()
  // A client that is in use has no other listener, and an error without one ends the process.
  pool.on('connect', (client) => client.on('error', () => unsound.add(client)))
  pool.on('error', () => {}) // an idle connection was lost; the next query opens another or reports the fault

  const cut = (client: PoolClient) => {
    unsound.add(client)
    void client.end() // without a farewell, since a statement is under way
  }

  const ask = (client: PoolClient, text: string, values: unknown[], name: string | undefined): Promise<QueryResult> =>
    send(client, { text, values, name })

  async function send(client: PoolClient, config: QueryConfig): Promise<QueryResult> {
    const limit = limitMs === undefined ? undefined : setTimeout(cut, limitMs, client)
    try {
      return await client.query(config)
    } catch (error) {
      const fault = error as Fault
      if (fault.severity === 'FATAL' || fault.severity === 'PANIC') unsound.add(client) // its end is on the way
      throw unsound.has(client) || isPassing(fault) ? new DatabaseUnavailable(fault) : fault
    } finally {
      clearTimeout(limit)
    }
  }

  async function query(client: PoolClient, text: string, values: unknown[]): Promise<QueryResult> {
    const name = values.length > 0 ? names.of(text) : undefined
    if (!name) return ask(client, text, values, undefined)
    const isInTransaction = client.getTransactionStatus() !== 'I'
    try {
      return await ask(client, text, values, name)
    } catch (error) {
      if (!forgetsName(names, name, error as Fault)) throw error
      if (isInTransaction) throw new DatabaseUnavailable(error as Fault) // PostgreSQL has given the transaction up
      return ask(client, text, values, undefined) // it was refused before it did anything
    }
  }

  /** What can't be rolled back on a connection that is lost, the server rolls back itself; the first fault is the one to tell. */
  async function rollBack(client: PoolClient): Promise<Partial<QueryResult>> {
    await ask(client, 'rollback', [], undefined).catch(() => unsound.add(client))
    return {}
  }

  function hold(client: PoolClient): HeldClient {
    let hasFailed = false
    return {
      engine: 'postgres',
      ask: (config) =>
        send(client, { ...config, ...oneStatement }).catch((error: unknown) => {
          hasFailed = true
          throw error
        }),
      async isIntact() {
        if (!hasFailed) return true
        return send(client, { text: 'select 1' }).then(
          () => true,
          () => false,
        )
      },
      cut: () => cut(client),
    }
  }

  /** PostgreSQL takes the commit of a transaction in which a statement has failed, and undoes it all. */
  async function commit(client: PoolClient): Promise<QueryResult> {
    const result = await ask(client, 'commit', [], undefined)
    if (result.command !== 'COMMIT') throw new Error('The transaction was not committed, since a statement in it had failed')
    return result
  }

  return {
    end: async () => {}, // by those who made the pool
    async connect() {
      const client = await pool.connect().catch((fault: Fault) => {
        throw isPassing(fault) ? new DatabaseUnavailable(fault) : fault
      })
      return {
        release: () => client.release(unsound.has(client) || client.getTransactionStatus() !== 'I'),
        query: (async (text: string, values: unknown[]) => {
          if (text === heldText) return { rows: [hold(client)] }
          if (text === 'commit') return commit(client)
          return text === 'rollback' ? rollBack(client) : query(client, text === 'begin' ? begin : text, values)
        }) as never, // Kysely's type also has its cursor overload, which we don't use
      }
    },
  }
}

/** Whether PostgreSQL refused a statement only because of its name; that name is not used again. */
function forgetsName(names: StatementNames, name: string, { code, routine }: Fault): boolean {
  const isOutdated = code === '0A000' && routine === 'RevalidateCachedQuery' // a table's columns are others by now
  const isNotKept = code === '26000' || code === '42P05' // a pooler has led us to a connection on which others plan
  if (isOutdated) names.renew(name)
  if (isNotKept) names.turnOff()
  return isOutdated || isNotKept
}

/** Of the driver's two ways to send a statement the one that PostgreSQL takes for one only; its types leave it out. */
const oneStatement: object = { queryMode: 'extended' }
