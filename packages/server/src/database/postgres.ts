/** PostgreSQL: one schema per instance, and a pool of connections, which may lead through a pooler such as PgBouncer. */
import { Kysely } from 'kysely'
import type { Client } from 'pg'
import type { Database } from './open.js'
import { MigrationDialect, SchemaDialect } from './postgres-dialect.js'
import { connectLimitMs, guardedPool, withinLimits } from './postgres-pool.js'
import { createStatementNames } from './statement-names.js'
import type { Tables } from './tables.js'
import { DatabaseUnavailable, isPassing } from './unavailable.js'
import type { PostgresUrl } from './url.js'

/** @throws with what is wrong, in words that hold no password: `DatabaseUnavailable` for what may be over soon */
export async function openPostgres({ connectionString, schema, statements }: PostgresUrl): Promise<Database> {
  const { default: pg } = await import('pg')
  const settings = {
    connectionString,
    connectionTimeoutMillis: connectLimitMs,
    keepAlive: true, // a peer that is gone without a word is noticed within 20 s, also while nothing is asked
    keepAliveInitialDelayMillis: 10_000,
    types: {
      getTypeParser: (oid: number, format?: 'text' | 'binary') =>
        oid === 20 ? Number : pg.types.getTypeParser(oid, format as 'text'),
    }, // int8: our times and counters stay below 2^53
  }
  const isPooled = await prepareSchema(new pg.Client({ ...settings, query_timeout: connectLimitMs }), schema).catch(
    throwOpenFault,
  )
  const pool = new pg.Pool({ ...settings, max: 16, ...(isPooled && sharing) })
  const names = createStatementNames()
  if (statements === 'unnamed' || (isPooled && statements !== 'named')) names.turnOff()

  const db = new Kysely<Tables>({ dialect: new SchemaDialect(guardedPool(pool, names, withinLimits), schema) })
  // A migration takes as long as it takes, and finds the schema by itself: its own statements may name tables in plain SQL.
  const migrating = new Kysely<Tables>({
    dialect: new MigrationDialect(guardedPool(pool, names, { begin: `begin; set local search_path to "${schema}"` }), schema),
  })
  const own = { engine: 'postgres', dialect: `postgres ${schema}`, db } as const
  return { ...own, migrating, unsynced: (write) => write(own), close: () => pool.end() }
}

/** A pooler in session mode may have fewer connections than we ask for: those that have one leave it to those that wait for one. */
const sharing = { idleTimeoutMillis: 200, maxUses: 100 }

/** Makes the schema where there is none. Answers whether connections lead through a pooler. */
async function prepareSchema(client: Client & { processID?: number }, schema: string): Promise<boolean> {
  client.on('error', () => {}) // what is asked then rejects by itself
  try {
    await client.connect()
    // Asks first: a role that may use only the schema that was made for it may not create any, not even one that exists.
    const text = 'select pg_backend_pid() as pid, exists (select 1 from pg_namespace where nspname = $1) as exists'
    const { rows } = await client.query<{ pid: number; exists: boolean }>(text, [schema])
    if (!rows[0]?.exists) await client.query(`create schema if not exists "${schema}"`).catch(ignoreConcurrentCreation)
    return rows[0]?.pid !== client.processID // a pooler gives each client a number of its own; the driver's type leaves it out
  } finally {
    void client.end() // a silent server would not let us wait for it
  }
}

function throwOpenFault(cause: Error & { code?: string }): never {
  const message = `The database can't be opened: ${cause.message || cause.code}` // several addresses that all fail have no message
  throw isPassing(cause) ? new DatabaseUnavailable(cause, message) : new Error(message)
}

/** Two nodes may start at the same moment; PostgreSQL lets one of two concurrent "create schema if not exists" fail. */
function ignoreConcurrentCreation(error: { code?: string }): void {
  if (error.code !== '23505' && error.code !== '42P06') throw error
}
