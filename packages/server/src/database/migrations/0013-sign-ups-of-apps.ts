import { columns } from '../columns.js'
import type { Migration } from '../migration.js'

/** What apps may say of a sign-up that is under way. */
export const signUpsOfApps: Migration = {
  name: '0013-sign-ups-of-apps',

  async up(db, engine) {
    const { text, flag } = columns(engine)
    await db.schema.alterTable('sign_ups').addColumn('external_id', text).execute()
    await db.schema
      .alterTable('sign_ups')
      .addColumn('custom_action', flag, (c) => c.notNull().defaultTo(0))
      .execute()
  },
}
