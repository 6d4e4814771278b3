/** Applies migrations that are missing, in order, each once, under a lock: any number of nodes may start together. */
import { type Kysely, sql } from 'kysely'
import { migrations } from './migrations/index.js'
import type { Engine } from './open.js'
import type { Tables } from './tables.js'

export interface Migration {
  name: string
  up(db: Kysely<Tables>, engine: Engine): Promise<void>
}

// Any fixed number: the key of PostgreSQL's advisory lock.
const migrationLock = 7_305_021

/** One transaction over all of them: a crash half-way leaves the schema as it was. Returns the names that were applied. */
export async function migrate(db: Kysely<Tables>, engine: Engine, wanted = migrations): Promise<string[]> {
  if (await isCurrent(db, wanted)) return []

  return db.transaction().execute(async (tx) => {
    // On SQLite the transaction itself holds the write lock. The schema's name is part of the key: instances don't wait for each other.
    if (engine === 'postgres')
      await sql`select pg_advisory_xact_lock(${sql.lit(migrationLock)}, hashtext(current_schema()))`.execute(tx)
    await sql`create table if not exists migrations (name text primary key, applied_at bigint not null)`.execute(tx)

    const applied = new Set((await tx.selectFrom('migrations').select('name').execute()).map((row) => row.name))
    const missing = wanted.filter((migration) => !applied.has(migration.name))
    for (const migration of missing) {
      await migration.up(tx, engine)
      await tx.insertInto('migrations').values({ name: migration.name, applied_at: Date.now() }).execute()
    }
    return missing.map((migration) => migration.name)
  })
}

async function isCurrent(db: Kysely<Tables>, wanted: Migration[]): Promise<boolean> {
  try {
    const applied = await db.selectFrom('migrations').select('name').execute()
    return wanted.every((migration) => applied.some((row) => row.name === migration.name))
  } catch {
    return false // no table of migrations yet: a new database
  }
}
