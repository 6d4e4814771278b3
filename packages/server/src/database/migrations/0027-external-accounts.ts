/** Accounts of other services: each is one user's, by provider and subject. A sign-in keeps what a provider said until it is at its end. */
import { sql } from 'kysely'
import { columns } from '../columns.js'
import type { Migration } from '../migration.js'

export const externalAccounts: Migration = {
  name: '0027-external-accounts',

  async up(db, engine) {
    const { id, text, time, flag, json } = columns(engine)
    await db.schema
      .createTable('external_accounts')
      .addColumn('id', id, (c) => c.primaryKey())
      .addColumn('identification_id', id, (c) => c.notNull())
      .addColumn('user_id', id, (c) => c.notNull().references('users.id').onDelete('cascade'))
      .addColumn('provider', text, (c) => c.notNull())
      .addColumn('provider_user_id', text)
      .addColumn('email_address', text, (c) => c.notNull())
      .addColumn('email_verified', flag, (c) => c.notNull())
      .addColumn('first_name', text, (c) => c.notNull())
      .addColumn('last_name', text, (c) => c.notNull())
      .addColumn('username', text)
      .addColumn('image_url', text)
      .addColumn('phone_number', text)
      .addColumn('approved_scopes', text, (c) => c.notNull())
      .addColumn('sealed_tokens', text)
      .addColumn('verification', json, (c) => c.notNull())
      .addColumn('verified_at', time)
      .addColumn('created_at', time, (c) => c.notNull())
      .addColumn('updated_at', time, (c) => c.notNull())
      .execute()
    await db.schema
      .createIndex('external_accounts_verified')
      .on('external_accounts')
      .columns(['provider', 'provider_user_id'])
      .unique()
      .where(sql.ref('verified_at'), 'is not', null)
      .execute()
    await db.schema.createIndex('external_accounts_of_user').on('external_accounts').columns(['user_id', 'created_at']).execute()
    await db.schema
      .createIndex('external_accounts_pending')
      .on('external_accounts')
      .column('created_at')
      .where(sql.ref('verified_at'), 'is', null)
      .execute()

    await db.schema.alterTable('sign_ins').addColumn('external_account', text).execute()
  },
}
