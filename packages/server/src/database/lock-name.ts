import { sql } from 'kysely'
import type { Queryable } from './open.js'

/** Locks a name until the transaction ends. SQLite has one writer at a time anyway. */
export async function lockName({ db, engine }: Queryable, name: string): Promise<void> {
  if (engine === 'postgres') await sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`.execute(db)
}
