/** Search for a part of a text, alike on both engines: the columns and the text are canonical, wildcards stand for themselves. */
import { type Expression, type SqlBool, sql } from 'kysely'

declare const escaped: unique symbol

/** A pattern for LIKE in which what a person typed has no special meaning. */
export type Pattern = string & { [escaped]: true }

/** Matches texts that contain this one. */
export const containing = (text: string): Pattern => `%${text.replace(/[\\%_]/g, '\\$&')}%` as Pattern // the brand exists in types only

export const isLike = (text: Expression<string | null>, pattern: Pattern): Expression<SqlBool> =>
  sql<SqlBool>`${text} like ${pattern} escape '\\'`
