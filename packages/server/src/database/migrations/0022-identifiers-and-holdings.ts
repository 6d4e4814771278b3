import { columns } from '../columns.js'
import type { Migration } from '../migration.js'

/** What people have besides e-mail addresses and passwords, and what a sign-in or sign-up knows of it. */
export const identifiersAndHoldings: Migration = {
  name: '0022-identifiers-and-holdings',

  async up(db, engine) {
    const { id, text, time, json } = columns(engine)
    const users = () => db.schema.alterTable('users')
    const signUps = () => db.schema.alterTable('sign_ups')

    await users()
      .addColumn('holds', text, (c) => c.notNull().defaultTo(''))
      .execute()
    await users().addColumn('primary_phone_number_id', id).execute()
    await users().addColumn('mfa_enabled_at', time).execute()
    await users().addColumn('mfa_disabled_at', time).execute()

    await db.schema.alterTable('sign_ins').renameColumn('email_address_id', 'identification_id').execute()

    await signUps().addColumn('phone_number', text).execute()
    await signUps().addColumn('phone_number_verification', json).execute()
    await signUps().addColumn('external_account', json).execute()
    await signUps().addColumn('external_account_verification', json).execute()
    await signUps().addColumn('invitation_id', id).execute()
  },
}
