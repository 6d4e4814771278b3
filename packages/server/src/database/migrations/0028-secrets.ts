import { columns } from '../columns.js'
import type { Migration } from '../migration.js'

/** Secrets that others gave the instance, such as those of its clients at providers: sealed, and never shown again. */
export const secrets: Migration = {
  name: '0028-secrets',

  async up(db, engine) {
    const { text, time, count } = columns(engine)
    await db.schema
      .createTable('secrets')
      .addColumn('name', text, (c) => c.primaryKey())
      .addColumn('sealed', text, (c) => c.notNull())
      .addColumn('hint', text, (c) => c.notNull())
      .addColumn('version', count, (c) => c.notNull())
      .addColumn('updated_at', time, (c) => c.notNull())
      .execute()
  },
}
