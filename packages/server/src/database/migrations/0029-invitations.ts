import { columns } from '../columns.js'
import type { Migration } from '../migration.js'

/** Invitations to sign up, people who wait for one, and tokens by which an app signs its users in. */
export const invitations: Migration = {
  name: '0029-invitations',

  async up(db, engine) {
    const { id, text, json, time } = columns(engine)
    await db.schema
      .createTable('invitations')
      .addColumn('id', id, (c) => c.primaryKey())
      .addColumn('email_address', text, (c) => c.notNull())
      .addColumn('status', text, (c) => c.notNull())
      .addColumn('public_metadata', json, (c) => c.notNull())
      .addColumn('redirect_url', text)
      .addColumn('expires_at', time, (c) => c.notNull())
      .addColumn('created_at', time, (c) => c.notNull())
      .addColumn('updated_at', time, (c) => c.notNull())
      .execute()
    await db.schema.createIndex('invitations_email_address').on('invitations').column('email_address').execute()
    await db.schema.createIndex('invitations_created').on('invitations').columns(['created_at', 'id']).execute()

    await db.schema
      .createTable('waitlist_entries')
      .addColumn('id', id, (c) => c.primaryKey())
      .addColumn('email_address', text, (c) => c.notNull())
      .addColumn('status', text, (c) => c.notNull())
      .addColumn('invitation_id', id)
      .addColumn('invited_at', time)
      .addColumn('created_at', time, (c) => c.notNull())
      .addColumn('updated_at', time, (c) => c.notNull())
      .execute()
    await db.schema
      .createIndex('waitlist_entries_email_address')
      .on('waitlist_entries')
      .column('email_address')
      .unique()
      .execute()
    await db.schema.createIndex('waitlist_entries_invitation').on('waitlist_entries').column('invitation_id').execute()
    await db.schema.createIndex('waitlist_entries_created').on('waitlist_entries').columns(['created_at', 'id']).execute()

    await db.schema
      .createTable('sign_in_tokens')
      .addColumn('id', id, (c) => c.primaryKey())
      .addColumn('user_id', id, (c) => c.notNull().references('users.id').onDelete('cascade'))
      .addColumn('status', text, (c) => c.notNull())
      .addColumn('expires_at', time, (c) => c.notNull())
      .addColumn('created_at', time, (c) => c.notNull())
      .addColumn('updated_at', time, (c) => c.notNull())
      .execute()
    await db.schema.createIndex('sign_in_tokens_user').on('sign_in_tokens').column('user_id').execute()
    await db.schema.createIndex('sign_in_tokens_expires').on('sign_in_tokens').column('expires_at').execute()
  },
}
