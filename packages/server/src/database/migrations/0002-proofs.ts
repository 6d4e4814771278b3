import { columns } from '../columns.js'
import type { Migration } from '../migration.js'

/** What a proof is about, who a code was sent to, and guesses counted apart from an administrator's lock. */
export const proofs: Migration = {
  name: '0002-proofs',

  async up(db, engine) {
    const { id, text, time, count } = columns(engine)
    const index = (name: string) => db.schema.createIndex(name)

    await db.schema.alterTable('sign_ins').addColumn('email_address_id', id).execute()
    await index('sign_ins_of_user').on('sign_ins').column('user_id').execute()

    await db.schema.alterTable('one_time_secrets').addColumn('recipient', text).execute()
    await index('one_time_secrets_by_recipient').on('one_time_secrets').columns(['recipient', 'expires_at']).execute()

    await db.schema.alterTable('users').addColumn('guesses_locked_until', time).execute()
    await db.schema.alterTable('sessions').addColumn('guesses_locked_until', time).execute()
    await db.schema
      .alterTable('sessions')
      .addColumn('failed_attempts', count, (c) => c.notNull().defaultTo(0))
      .execute()
  },
}
