import { columns } from '../columns.js'
import type { Migration } from '../migration.js'

/** Users have a time zone, which the browser reports as they sign up or the app sets. */
export const timezones: Migration = {
  name: '0012-timezones',

  async up(db, engine) {
    const { text } = columns(engine)
    await db.schema.alterTable('users').addColumn('timezone', text).execute()
    await db.schema.alterTable('sign_ups').addColumn('timezone', text).execute()
  },
}
