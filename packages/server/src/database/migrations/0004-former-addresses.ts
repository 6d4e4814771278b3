import { columns } from '../columns.js'
import type { Migration } from '../migration.js'

export const formerAddresses: Migration = {
  name: '0004-former-addresses',

  async up(db, engine) {
    const { id, text, time } = columns(engine)
    await db.schema
      .createTable('former_addresses')
      .addColumn('id', id, (c) => c.primaryKey())
      .addColumn('user_id', id, (c) => c.notNull().references('users.id').onDelete('cascade'))
      .addColumn('email_address', text, (c) => c.notNull())
      .addColumn('removed_at', time, (c) => c.notNull())
      .execute()
    await db.schema.createIndex('former_addresses_of_user').on('former_addresses').columns(['user_id', 'removed_at']).execute()
  },
}
