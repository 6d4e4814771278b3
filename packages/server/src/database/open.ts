/**
 * Opens a database from its URL: `sqlite:<path>` or `postgres://…` (one schema per instance, named by `?schema=`, default `frontdesk`). On
 * both, what was written is on the disk once the write resolves. Everything above this folder sees one Kysely and does not know which
 * engine it has.
 */
import type { Kysely } from 'kysely'
import { openPostgres } from './postgres.js'
import { openSqlite } from './sqlite.js'
import type { Tables } from './tables.js'
import { readDatabaseUrl } from './url.js'

export type Engine = 'sqlite' | 'postgres'

/** Where queries run: a database, or a transaction on it. */
export interface Queryable {
  engine: Engine
  /** Equal where the texts of queries are: the engine and, on PostgreSQL, the schema. */
  dialect: string
  db: Kysely<Tables>
  /** Rows as the request itself wrote them last, by table and id: what it shows or tells of them need not be read again. */
  written?: Map<string, object>
}

export interface Database extends Queryable {
  /** For migrations: without limits of time, and ready for statements in plain SQL. */
  migrating: Kysely<Tables>
  unsynced: Unsynced
  close(): Promise<void>
}

/**
 * Runs one write, outside of any transaction, whose commit survives the end of this process at once and a power cut only together with
 * the next commit: for counts and leases, which nobody was promised and for which nobody should wait.
 */
export type Unsynced = <T>(write: (held: Queryable) => Promise<T>) => Promise<T>

/** @throws with what is wrong, in words that hold no password: a `DatabaseUnavailable` for what may be over soon */
export async function openDatabase(url: string): Promise<Database> {
  const read = readDatabaseUrl(url)
  return read.engine === 'sqlite' ? openSqlite(read.path) : openPostgres(read)
}
