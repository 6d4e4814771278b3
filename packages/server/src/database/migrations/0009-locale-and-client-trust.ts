import { columns } from '../columns.js'
import type { Migration } from '../migration.js'

/** A sign-up's language and a user's exemption from client trust are kept; what is blank is null. */
export const localeAndClientTrust: Migration = {
  name: '0009-locale-and-client-trust',

  async up(db, engine) {
    const { text, flag } = columns(engine)
    await db.schema
      .alterTable('users')
      .addColumn('bypass_client_trust', flag, (c) => c.notNull().defaultTo(0))
      .execute()
    await db.schema.alterTable('sign_ups').addColumn('locale', text).execute()
    for (const column of ['external_id', 'locale'] as const)
      await db
        .updateTable('users')
        .set({ [column]: null })
        .where(column, '=', '')
        .execute()
  },
}
