import { columns } from '../columns.js'
import type { Migration } from '../migration.js'

/** Versions of the settings, and which of them holds: 0 before anybody changed one. */
export const settings: Migration = {
  name: '0010-settings',

  async up(db, engine) {
    const { text, time, count, json } = columns(engine)
    await db.schema
      .createTable('settings')
      .addColumn('version', count, (c) => c.primaryKey())
      .addColumn('document', json, (c) => c.notNull())
      .addColumn('changed_by', text, (c) => c.notNull())
      .addColumn('changed_at', time, (c) => c.notNull())
      .addColumn('reason', text)
      .execute()
    await db.schema
      .createTable('heads')
      .addColumn('name', text, (c) => c.primaryKey())
      .addColumn('version', count, (c) => c.notNull())
      .execute()
    await db.insertInto('heads').values({ name: 'settings', version: 0 }).execute()
  },
}
