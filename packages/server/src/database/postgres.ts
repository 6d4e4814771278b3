/** PostgreSQL: one schema per instance, and a pool of connections on which queries are planned once. */
import { Kysely, PostgresDialect } from 'kysely'
import type { Database } from './open.js'
import { connectLimitMs, guardedPool } from './postgres-pool.js'
import type { Tables } from './tables.js'

/** @throws with what is wrong, in words that hold no password */
export async function openPostgres(url: string): Promise<Database> {
  const { default: pg } = await import('pg')
  const { schema, connectionString } = readSchema(url)
  const pool = new pg.Pool({
    connectionString,
    max: 16,
    connectionTimeoutMillis: connectLimitMs,
    keepAlive: true, // a peer that is gone without a word is noticed within 20 s, also while nothing is asked
    keepAliveInitialDelayMillis: 10_000,
    options: `-c search_path=${schema}`,
    types: {
      getTypeParser: (oid: number, format?: 'text' | 'binary') =>
        oid === 20 ? Number : pg.types.getTypeParser(oid, format as 'text'),
    }, // int8: our times and counters stay below 2^53
  })
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: guardedPool(pool) }) })
  const close = async () => {
    await db.destroy()
    await pool.end()
  }
  await createSchema(pool, schema).catch(async (error: Error & { code?: string }) => {
    await pool.end()
    throw new Error(`The database can't be opened: ${error.message || error.code}`) // several addresses that all fail have no message
  })

  return { engine: 'postgres', db, unsynced: (write) => write({ engine: 'postgres', db }), close }
}

export function readSchema(url: string): { schema: string; connectionString: string } {
  if (!URL.canParse(url))
    // the parser's own error shows the password
    throw new Error(
      'FRONTDESK_DATABASE_URL is not a valid URL; in its password, characters such as / # ? @ must be percent-encoded',
    )
  const parsed = new URL(url)
  const schema = parsed.searchParams.get('schema') ?? 'frontdesk'
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(schema))
    throw new Error(`FRONTDESK_DATABASE_URL: schema=${schema} must be a plain lower-case name`)
  parsed.searchParams.delete('schema')
  return { schema, connectionString: parsed.href }
}

/** Asks first: whoever may only use the schema that was made for them may not create any, not even one that exists. */
async function createSchema(pool: InstanceType<typeof import('pg').Pool>, schema: string): Promise<void> {
  const { rowCount } = await pool.query('select 1 from pg_namespace where nspname = $1', [schema])
  if (rowCount === 0) await pool.query(`create schema if not exists ${schema}`).catch(ignoreConcurrentCreation)
}

/** Two nodes may start at the same moment; PostgreSQL lets one of two concurrent "create schema if not exists" fail. */
function ignoreConcurrentCreation(error: { code?: string }): void {
  if (error.code !== '23505' && error.code !== '42P06') throw error
}
