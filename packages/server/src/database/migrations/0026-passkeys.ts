import { columns } from '../columns.js'
import type { Migration } from '../migration.js'

/** Passkeys of users. A row is made when its browser has proved it, so none waits for that. */
export const passkeys: Migration = {
  name: '0026-passkeys',

  async up(db, engine) {
    const { id, text, time, count, flag, json } = columns(engine)
    await db.schema
      .createTable('passkeys')
      .addColumn('id', id, (c) => c.primaryKey())
      .addColumn('user_id', id, (c) => c.notNull().references('users.id').onDelete('cascade'))
      .addColumn('name', text, (c) => c.notNull())
      .addColumn('credential_id', text, (c) => c.notNull())
      .addColumn('public_key', text, (c) => c.notNull())
      .addColumn('counter', count, (c) => c.notNull())
      .addColumn('transports', json, (c) => c.notNull())
      .addColumn('aaguid', text, (c) => c.notNull())
      .addColumn('is_backed_up', flag, (c) => c.notNull())
      .addColumn('rp_id', text, (c) => c.notNull())
      .addColumn('verification', json, (c) => c.notNull())
      .addColumn('last_used_at', time)
      .addColumn('created_at', time, (c) => c.notNull())
      .addColumn('updated_at', time, (c) => c.notNull())
      .execute()
    await db.schema.createIndex('passkeys_credential').unique().on('passkeys').column('credential_id').execute()
    await db.schema.createIndex('passkeys_user').on('passkeys').column('user_id').execute()
  },
}
