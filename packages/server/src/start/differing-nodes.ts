/** Nodes of one instance whose code or environment fix other settings decide differently, and nothing else would say so. */
import { isDeepStrictEqual } from 'node:util'
import type { Kysely } from 'kysely'
import { fromJson, toJson } from '../database/columns.js'
import type { Tables } from '../database/tables.js'
import type { Log } from './frontdesk-options.js'
import type { Options } from './options.js'

const name = 'fixed_settings'

/** Says which settings this node fixes otherwise than the node that started before, and remembers its own for the next. */
export async function compareWithLastStart(db: Kysely<Tables>, { fixed }: Options, log: Log): Promise<void> {
  const row = await db.selectFrom('instance_settings').select('value').where('name', '=', name).executeTakeFirst()
  const before = row && fromJson<Record<string, unknown>>(row.value)
  if (isDeepStrictEqual(before, fixed.values)) return

  await rememberStart(db, { fixed })
  const names = [...new Set([before ?? {}, fixed.values].flatMap(Object.keys))]
  const differing = names.filter((name) => !isDeepStrictEqual(before?.[name], fixed.values[name])).sort()
  if (before)
    log({
      level: 'warn',
      message: `This server's code or environment sets other settings than the one that started before: ${differing.join(', ')}. If both run, they decide differently.`,
    })
}

export async function rememberStart(db: Kysely<Tables>, { fixed }: Pick<Options, 'fixed'>): Promise<void> {
  const value = toJson(fixed.values)
  await db
    .insertInto('instance_settings')
    .values({ name, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute()
}
