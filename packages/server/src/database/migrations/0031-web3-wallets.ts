/** Wallets of users and of sign-ups, and the one by which a user is known. */
import { sql } from 'kysely'
import { columns } from '../columns.js'
import type { Migration } from '../migration.js'

export const web3Wallets: Migration = {
  name: '0031-web3-wallets',

  async up(db, engine) {
    const { id, text, time, json } = columns(engine)
    await db.schema
      .createTable('web3_wallets')
      .addColumn('id', id, (c) => c.primaryKey())
      .addColumn('user_id', id, (c) => c.notNull().references('users.id').onDelete('cascade'))
      .addColumn('web3_wallet', text, (c) => c.notNull())
      .addColumn('verified_at', time)
      .addColumn('verification', json)
      .addColumn('created_at', time, (c) => c.notNull())
      .addColumn('updated_at', time, (c) => c.notNull())
      .execute()
    const index = (name: string) => db.schema.createIndex(name).on('web3_wallets')
    await index('web3_wallets_of_user').columns(['user_id', 'web3_wallet']).unique().execute()
    await index('web3_wallets_by_wallet').column('web3_wallet').execute()
    await index('web3_wallets_verified').column('web3_wallet').unique().where(sql.ref('verified_at'), 'is not', null).execute()

    await db.schema.alterTable('users').addColumn('primary_web3_wallet_id', id).execute()
    await db.schema.alterTable('sign_ups').addColumn('web3_wallet', text).execute()
    await db.schema.alterTable('sign_ups').addColumn('web3_wallet_verification', json).execute()
  },
}
