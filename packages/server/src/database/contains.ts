import { sql } from 'kysely'

/** A pattern for `like` that finds a text anywhere; wildcards in it count as themselves. */
export const contains = (text: string) => sql<string>`${`%${text.replace(/[\\%_]/g, '\\$&')}%`} escape '\\'`
