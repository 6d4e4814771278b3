import { columns } from '../columns.js'
import type { Migration } from '../migration.js'

/** Who may come in, and who may not: identifiers and domains on the allow list and the block list. */
export const restrictions: Migration = {
  name: '0030-restrictions',

  async up(db, engine) {
    const { id, text, time } = columns(engine)
    await db.schema
      .createTable('listed_identifiers')
      .addColumn('id', id, (c) => c.primaryKey())
      .addColumn('list', text, (c) => c.notNull())
      .addColumn('identifier', text, (c) => c.notNull())
      .addColumn('identifier_type', text, (c) => c.notNull())
      .addColumn('compared', text, (c) => c.notNull())
      .addColumn('invitation_id', text)
      .addColumn('created_at', time, (c) => c.notNull())
      .addColumn('updated_at', time, (c) => c.notNull())
      .execute()
    await db.schema
      .createIndex('listed_identifiers_compared')
      .on('listed_identifiers')
      .columns(['compared', 'list'])
      .unique()
      .execute()
  },
}
