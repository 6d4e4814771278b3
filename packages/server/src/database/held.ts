/**
 * The connection of a transaction, for SQL that is not ours: an app's own, in its own tables. Kysely keeps connections to itself, so the
 * drivers hand over the one that they hold when they are asked this text in place of a statement.
 */
import { CompiledQuery, type Kysely } from 'kysely'
import type { QueryConfig, QueryResult } from 'pg'
import type { Tables } from './tables.js'

export type HeldConnection = HeldFile | HeldClient

export interface HeldFile {
  engine: 'sqlite'
  /** @throws for a text of several statements, of which SQLite would run the first only */
  prepare(text: string): HeldStatement
  isIntact(): boolean
}

/** Rows as objects, and as lists of their values. */
export interface HeldStatement {
  /** Whether it answers rows. */
  reader: boolean
  all(parameters: readonly unknown[]): Record<string, unknown>[]
  lists(parameters: readonly unknown[]): unknown[][]
  run(parameters: readonly unknown[]): { changes: number | bigint; lastInsertRowid: number | bigint }
}

export interface HeldClient {
  engine: 'postgres'
  /** One statement; without values too it is sent as PostgreSQL takes one only. */
  ask(config: QueryConfig & { rowMode?: 'array' }): Promise<QueryResult>
  /** Whether the transaction can still be committed: after a statement that failed PostgreSQL takes no others, unless it is undone. */
  isIntact(): Promise<boolean>
  /** Gives up a connection on which a statement is under way that nobody waits for any more. */
  cut(): void
}

export const heldText = 'the connection itself'

export async function heldConnection(db: Kysely<Tables>): Promise<HeldConnection> {
  const { rows } = await db.executeQuery(CompiledQuery.raw(heldText))
  return rows[0] as HeldConnection // by both drivers
}
