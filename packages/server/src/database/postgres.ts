/** PostgreSQL: one schema per instance, and a pool of connections, which may lead through a pooler such as PgBouncer. */
import { Kysely } from 'kysely'
import type { PoolClient } from 'pg'
import type { Database } from './open.js'
import { MigrationDialect, SchemaDialect } from './postgres-dialect.js'
import { connectLimitMs, guardedPool, withinLimits } from './postgres-pool.js'
import { readPostgresUrl } from './postgres-url.js'
import { createStatementNames } from './statement-names.js'
import type { Tables } from './tables.js'
import { DatabaseUnavailable, isPassing } from './unavailable.js'

/** @throws with what is wrong, in words that hold no password: `DatabaseUnavailable` for what may be over soon */
export async function openPostgres(url: string): Promise<Database> {
  const { default: pg } = await import('pg')
  const { schema, statements, connectionString } = readPostgresUrl(url)
  const pool = new pg.Pool({
    connectionString,
    max: 16,
    connectionTimeoutMillis: connectLimitMs,
    keepAlive: true, // a peer that is gone without a word is noticed within 20 s, also while nothing is asked
    keepAliveInitialDelayMillis: 10_000,
    types: {
      getTypeParser: (oid: number, format?: 'text' | 'binary') =>
        oid === 20 ? Number : pg.types.getTypeParser(oid, format as 'text'),
    }, // int8: our times and counters stay below 2^53
  })
  const names = createStatementNames()
  try {
    const isPooled = await prepareSchema(pool, schema)
    if (statements === 'unnamed' || (isPooled && statements !== 'named')) names.turnOff()
  } catch (error) {
    await pool.end()
    const cause = error as Error & { code?: string } // the driver's, or one of Node's
    const message = `The database can't be opened: ${cause.message || cause.code}` // several addresses that all fail have no message
    throw isPassing(cause) ? new DatabaseUnavailable(cause, message) : new Error(message)
  }

  const db = new Kysely<Tables>({ dialect: new SchemaDialect(guardedPool(pool, names, withinLimits), schema) })
  // A migration takes as long as it takes, and finds the schema by itself: its own statements may name tables in plain SQL.
  const migrating = new Kysely<Tables>({
    dialect: new MigrationDialect(guardedPool(pool, names, { begin: `begin; set local search_path to "${schema}"` }), schema),
  })
  const own = { engine: 'postgres', dialect: `postgres ${schema}`, db } as const
  return { ...own, migrating, unsynced: (write) => write(own), close: () => pool.end() }
}

/** Makes the schema where there is none. Answers whether connections lead through a pooler. */
async function prepareSchema(pool: InstanceType<typeof import('pg').Pool>, schema: string): Promise<boolean> {
  const client: PoolClient & { processID?: number } = await pool.connect() // the driver's type leaves it out
  try {
    // Asks first: a role that may use only the schema that was made for it may not create any, not even one that exists.
    const text = 'select pg_backend_pid() as pid, exists (select 1 from pg_namespace where nspname = $1) as exists'
    const question = { text, values: [schema], query_timeout: connectLimitMs } // the driver's type leaves this out, too
    const { rows } = await client.query<{ pid: number; exists: boolean }>(question)
    if (!rows[0]?.exists) await client.query(`create schema if not exists "${schema}"`).catch(ignoreConcurrentCreation)
    return rows[0]?.pid !== client.processID // a pooler gives each client a number of its own
  } finally {
    client.release(true) // it may be waiting for an answer still
  }
}

/** Two nodes may start at the same moment; PostgreSQL lets one of two concurrent "create schema if not exists" fail. */
function ignoreConcurrentCreation(error: { code?: string }): void {
  if (error.code !== '23505' && error.code !== '42P06') throw error
}
