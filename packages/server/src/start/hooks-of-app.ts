/** On which events the app's code has hooks, as processes without that code are told: commands, and nodes that were started otherwise. */
import { isDeepStrictEqual } from 'node:util'
import type { Kysely } from 'kysely'
import { fromJson, toJson } from '../database/columns.js'
import type { Tables } from '../database/tables.js'
import type { Log } from './frontdesk-options.js'
import type { Options } from './options.js'

const name = 'hooks'

export async function hooksOfApp(db: Kysely<Tables>): Promise<string[]> {
  const row = await db.selectFrom('instance_settings').select('value').where('name', '=', name).executeTakeFirst()
  return row ? fromJson<string[]>(row.value) : []
}

/** Says which hooks of the node that started before this one lacks, and remembers its own for the next. */
export async function rememberHooks(db: Kysely<Tables>, { on }: Pick<Options, 'on'>, log: Log): Promise<void> {
  const own = Object.entries(on).flatMap(([type, hook]) => (typeof hook === 'function' ? [type] : []))
  const before = await hooksOfApp(db)
  if (isDeepStrictEqual(before, own)) return

  const value = toJson(own)
  await db
    .insertInto('instance_settings')
    .values({ name, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute()
  const lacking = before.filter((type) => !own.includes(type))
  if (lacking.length > 0)
    log({
      level: 'warn',
      message: `This server's code lacks hooks of the one that started before: ${lacking.join(', ')}. If both run, the app's tables miss what this one does.`,
    })
}
