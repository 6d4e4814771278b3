/** Search for a part of a text, alike on both engines: the columns and the text are canonical, wildcards stand for themselves. */
import { type Expression, type SqlBool, sql } from 'kysely'
import type { Queryable } from './open.js'

declare const escaped: unique symbol

/** A pattern for LIKE in which what a person typed has no special meaning. */
export type Pattern = string & { [escaped]: true }

/** Matches texts that contain this one. */
export const containing = (text: string): Pattern => `%${text.replace(/[\\%_]/g, '\\$&')}%` as Pattern // the brand exists in types only

export const isLike = (text: Expression<string | null>, pattern: Pattern): Expression<SqlBool> =>
  sql<SqlBool>`${text} like ${pattern} escape '\\'`

/**
 * Whether a user may have one of these parts in their names, id or addresses, by the index of three letters in a row: none is left out, and
 * a condition has to look at those there are.
 */
export function isInIndex({ db, engine }: Queryable, userId: Expression<string>, parts: string[]): Expression<SqlBool> {
  const texts = db.selectFrom('search_texts').select('user_id')
  if (engine === 'sqlite') return sql`${userId} in ${texts.where(inSqliteIndex(parts))}`
  // An array is made first. Of a sub-query PostgreSQL expects too many, and walks along all users to find the few that there are.
  return sql`${userId} = any(array${texts.where(inPostgresIndex(parts))})`
}

const textsOfSecond = 2 ** 20 // as the migration numbers them
const lastSecond = 2 ** 33 - 1

export interface Newest {
  userIds: string[]
  isAll: boolean
  /** None of those who were made at this time or later is left out. */
  since: number
}

/**
 * Those that `isInIndex` is true for whose texts come last, some `count` of them, without looking at the others. Null where the index knows no such
 * order: on PostgreSQL, and for parts of less than three letters.
 */
export async function newestByIndex({ db, engine }: Queryable, parts: string[], count: number): Promise<Newest | null> {
  if (engine !== 'sqlite' || parts.some(isShort)) return null
  const take = async (order: 'asc' | 'desc') => {
    const limited = sql`order by rowid ${sql.raw(order)} limit ${count}`
    const found = parts.flatMap((part) => [sql`select * from (${inIndex(part)} ${limited})`, inTail(part)])
    const { rows } = await sql<{ second: number; user_id: string }>`
      select number / ${sql.lit(textsOfSecond)} as second, user_id from search_texts
      where number in (${sql.join(found, sql` union all `)}) order by number desc limit ${count}`.execute(db)
    return rows
  }
  const oldest = await take('asc') // the index finds these twice as fast, and few are all there are
  const rows = oldest.length < count ? oldest : await take('desc')
  const isAll = rows.length < count
  const { second } = rows.at(-1) ?? { second: 0 }
  const since = isAll ? 0 : second < lastSecond ? (second + 1) * 1000 : Number.MAX_SAFE_INTEGER // none has a number below its second
  return { userIds: rows.map(({ user_id }) => user_id), isAll, since }
}

/** The letters of a part, three by three: the last three overlap those before them. */
function gramsOf(part: string): string[] {
  const letters = [...part]
  const grams: string[] = []
  for (let at = 0; at < letters.length - 3; at += 3) grams.push(letters.slice(at, at + 3).join(''))
  return [...grams, letters.slice(-3).join('')]
}

const isShort = (part: string) => [...part].length < 3

function inPostgresIndex(parts: string[]): Expression<SqlBool> {
  const lexeme = (gram: string) => `'${gram.replace(/['\\]/g, '$&$&')}'${isShort(gram) ? ':*' : ''}`
  const query = parts.map((part) => gramsOf(part).map(lexeme).join(' & ')).join(' | ')
  return sql<SqlBool>`${sql.table('search_grams')}(text) @@ ${query}::tsquery`
}

function inSqliteIndex(parts: string[]): Expression<SqlBool> {
  const found = parts.flatMap((part) => [inIndex(part), inTail(part)])
  return sql<SqlBool>`number in (${sql.join(found, sql` union all `)})`
}

/** SQLite's index knows no search for less than three letters, but its vocabulary says which texts have which three. */
function inIndex(part: string) {
  if (isShort(part)) return sql`select doc from search_vocabulary where term between ${part} and ${`${part}\u{10ffff}\u{10ffff}`}`
  const query = gramsOf(part)
    .map((gram) => `"${gram.replaceAll('"', '""')}"`)
    .join(' ')
  return sql`select rowid from search_index where search_index match ${query}`
}

/** Texts that were written last: the index takes many at once. */
const inTail = (part: string) =>
  sql`select number from search_tail join search_texts using (number) where instr(text, ${part}) > 0`
