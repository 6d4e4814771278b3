/**
 * Writes of single rows. As in `prepared`, a query is built once: a table is written with few different sets of columns, and one text
 * serves each of them. Fields that are undefined are left out.
 */
import { type CompiledQuery, type Insertable, type Kysely, type RawBuilder, type Selectable, sql } from 'kysely'
import { memoisedByText } from './memoise.js'
import type { Queryable } from './open.js'
import type { Tables } from './tables.js'

type TableWithId = { [Name in keyof Tables]: Tables[Name] extends { id: string } ? Name : never }[keyof Tables]
type Values = Record<string, unknown>

const builtOnce = memoisedByText<CompiledQuery>()

/** @throws the engine's own error when a unique index forbids the row: see `violatedIndex` */
export async function insertRow<Name extends TableWithId>(
  { db, dialect, written }: Queryable,
  table: Name,
  row: Insertable<Tables[Name]>,
): Promise<void> {
  const values: Values = defined(row)
  const query = builtOnce(`${dialect} insert ${table} ${Object.keys(values)}`, () => buildInsert(db, table, values))
  await db.executeQuery({ ...query, parameters: Object.values(values) })
  written?.set(`${table} ${values.id}`, values)
}

/** The most rows of one statement. Others of as many share its text, and what is left over is written by tens and one by one. */
const rowsAtOnce = [100, 10, 1]

/** Writes many rows, all with the columns of the first one and none of them undefined. @throws as `insertRow` */
export async function insertRows<Name extends keyof Tables>(
  { db, dialect }: Queryable,
  table: Name,
  rows: Array<Insertable<Tables[Name]>>,
): Promise<void> {
  const columns = Object.keys(rows[0] ?? {})
  for (let at = 0; at < rows.length; ) {
    const count = rowsAtOnce.find((size) => size <= rows.length - at)!
    const some = rows.slice(at, at + count) as Values[]
    const query = builtOnce(`${dialect} insert ${count} ${table} ${columns}`, () => buildInsert(db, table, some))
    await db.executeQuery({ ...query, parameters: some.flatMap((row) => columns.map((column) => row[column])) })
    at += count
  }
}

/**
 * Changes the row of that id while its columns are as `expected`: of two who move it on from there, the second gets null, as for a row
 * that is gone. Otherwise the answer is the row as it then is.
 * @throws as `insertRow`
 */
export async function updateRow<Name extends TableWithId>(
  { db, dialect, written }: Queryable,
  table: Name,
  id: string,
  changes: Partial<Tables[Name]>,
  expected: Partial<Tables[Name]> = {},
): Promise<Selectable<Tables[Name]> | null> {
  const values = defined(changes)
  const conditions = Object.entries(defined({ id, ...expected }))
  const shape = conditions.map(([column, value]) => (value === null ? `${column} is null` : column))
  const query = builtOnce(`${dialect} update ${table} ${Object.keys(values)} where ${shape}`, () =>
    buildUpdate(db, table, values, conditions),
  )
  const compared = conditions.flatMap(([, value]) => (value === null ? [] : [value]))
  const { rows } = await db.executeQuery({ ...query, parameters: [...Object.values(values), ...compared] })
  const row = (rows[0] as Selectable<Tables[Name]> | undefined) ?? null
  if (row) written?.set(`${table} ${id}`, row)
  return row
}

/**
 * Deletes rows whose time in a column came before `before`, and of which `condition` holds: at most `limit`, so that nobody waits long for
 * the write lock. Returns how many.
 */
export async function deleteBefore<Name extends TableWithId>(
  { db }: Queryable,
  table: Name,
  column: keyof Tables[Name] & string,
  before: number,
  limit: number,
  condition: RawBuilder<unknown> = sql`true`,
): Promise<number> {
  const isDue = sql`${sql.ref(column)} < ${before} and ${condition}`
  const some = sql`select id from ${sql.table(table)} where ${isDue} limit ${limit}`
  // Read again once the row is held: somebody may have moved its time on.
  const { numAffectedRows } = await sql`delete from ${sql.table(table)} where id in (${some}) and ${isDue}`.execute(db)
  return Number(numAffectedRows)
}

/** The row as this request wrote it last; undefined if it wrote none of that id. */
export const recallRow = <Name extends TableWithId>(
  { written }: Queryable,
  table: Name,
  id: string,
): Selectable<Tables[Name]> | undefined => written?.get(`${table} ${id}`) as Selectable<Tables[Name]> | undefined // as written above

// Kysely can't know that these columns are the table's; the types of the callers do.
const buildInsert = (db: Kysely<Tables>, table: keyof Tables, values: Values | Values[]): CompiledQuery =>
  db
    .insertInto(table)
    .values(values as never)
    .compile()

function buildUpdate(
  db: Kysely<Tables>,
  table: TableWithId,
  values: Values,
  conditions: Array<[string, unknown]>,
): CompiledQuery {
  let query = db.updateTable(table).set(values as never)
  for (const [column, value] of conditions) query = query.where(column as never, value === null ? 'is' : '=', value as never)
  return query.returningAll().compile()
}

function defined(values: Values): Values {
  const kept: Values = {}
  for (const name of Object.keys(values)) if (values[name] !== undefined) kept[name] = values[name]
  return kept
}
