/** Column types that both engines store alike, so that one set of migrations and one set of rows serve both. */
import { type ColumnDataType, type Expression, sql } from 'kysely'
import type { Engine } from './open.js'

export const columns = (engine: Engine) => ({
  id: text(engine),
  text: text(engine),
  /** Milliseconds since 1970. */
  time: 'bigint' as const,
  count: 'bigint' as const,
  /** 0 or 1. */
  flag: 'integer' as const,
  /** JSON text, read by `fromJson`: never queried into, so both engines keep it as they got it. */
  json: 'text' as const, // never compared, so its collation does not matter
  /** The order of insertion, filled by the engine. */
  position: (engine === 'sqlite' ? 'integer' : 'bigserial') as ColumnDataType,
  bytes: (engine === 'sqlite' ? 'blob' : 'bytea') as ColumnDataType,
})

/** Compared and sorted by its bytes, as SQLite does: the same order and the same use of indexes everywhere. */
const text = (engine: Engine): ColumnDataType | Expression<string> => (engine === 'sqlite' ? 'text' : sql`text collate "C"`)

export type Flag = 0 | 1
export const flag = (value: boolean): Flag => (value ? 1 : 0)

/** JSON column to value; the column was written by `toJson` from a parsed value of the same type. */
export const fromJson = <T>(text: string): T => JSON.parse(text) as T
export const toJson = (value: unknown): string => JSON.stringify(value)

/** `column + by`, for counters that several requests move at once. */
export const plus = (column: string, by: number): Expression<number> => sql<number>`${sql.ref(column)} + ${sql.lit(by)}`
