import { columns } from '../columns.js'
import type { Migration } from '../migration.js'

/** Sessions of the service that was used before, by their id there: each is exchanged once. */
export const formerSessions: Migration = {
  name: '0021-former-sessions',

  async up(db, engine) {
    const { id, text, time } = columns(engine)
    await db.schema
      .createTable('former_sessions')
      .addColumn('former_id', text, (c) => c.primaryKey())
      .addColumn('user_id', id, (c) => c.notNull().references('users.id').onDelete('cascade'))
      .addColumn('exchanged_at', time, (c) => c.notNull())
      .execute()
    await db.schema.createIndex('former_sessions_user').on('former_sessions').column('user_id').execute()
  },
}
