/** Applies migrations that are missing, in order, each once, under a lock: any number of nodes may start together. */
import { type Kysely, sql } from 'kysely'
import { printLine } from '../basics/log.js'
import type { Log } from '../start/frontdesk-options.js'
import { DatabaseFault } from './fault.js'
import type { Migration } from './migration.js'
import { migrations } from './migrations/index.js'
import type { Database } from './open.js'
import type { Tables } from './tables.js'

// Any fixed number: the key of PostgreSQL's advisory lock.
const migrationLock = 7_305_021

/**
 * One transaction over all of them: a crash half-way leaves the schema as it was. Returns the names that were applied.
 * @throws when a newer version made the database: what it means by its columns is not known here
 */
export async function migrate({ migrating, engine }: Database, wanted = migrations, log: Log = printLine): Promise<string[]> {
  if (missingFrom(await appliedMigrations(migrating), wanted).length === 0) return []

  return migrating.transaction().execute(async (tx) => {
    // On SQLite the transaction itself holds the write lock. The schema's name is part of the key: instances don't wait for each other.
    if (engine === 'postgres')
      await sql`select pg_advisory_xact_lock(${sql.lit(migrationLock)}, hashtext(current_schema()))`.execute(tx)
    await sql`create table if not exists migrations (name text primary key, applied_at bigint not null)`.execute(tx)

    const missing = missingFrom(await appliedMigrations(tx), wanted)
    for (const migration of missing) {
      await migration.up(tx, engine, log).catch(throwForeignTable)
      await tx.insertInto('migrations').values({ name: migration.name, applied_at: Date.now() }).execute()
    }
    return missing.map((migration) => migration.name)
  })
}

/** Apps have tables of their own beside ours. */
function throwForeignTable(error: unknown): never {
  const [, name] = /^(?:table|relation) "?(\w+)"? already exists/.exec((error as Error).message) ?? []
  if (!name) throw error
  throw new Error(
    `The database has a table ${name} that is not Frontdesk's. Give it another name, such as app_${name}, or name another place in FRONTDESK_DATABASE_URL.`,
  )
}

/** The names of the migrations that a database has; none where it is new. */
export async function appliedMigrations(db: Kysely<Tables>): Promise<string[]> {
  try {
    return (await db.selectFrom('migrations').select('name').execute()).map((row) => row.name)
  } catch (error) {
    if (isMissingTable(error)) return []
    throw error
  }
}

/** Those of `wanted` that a database lacks. @throws when it has others */
export function missingFrom(applied: string[], wanted = migrations): Migration[] {
  if (!applied.every((name) => wanted.some((migration) => migration.name === name)))
    throw new DatabaseFault(
      'database-of-another-version',
      'The database was made by a newer version of frontdesk.',
      'Install that version again.',
    )
  return wanted.filter((migration) => !applied.includes(migration.name))
}

export const isMissingTable = (error: unknown): boolean => {
  const { code, message } = error as { code?: string; message?: string } // either engine's error class
  return code === '42P01' || message === 'no such table: migrations'
}
