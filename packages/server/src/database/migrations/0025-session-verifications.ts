import { columns } from '../columns.js'
import type { Migration } from '../migration.js'

/** How somebody who is signed in shows once more who they are: the latest of each session. */
export const sessionVerifications: Migration = {
  name: '0025-session-verifications',

  async up(db, engine) {
    const { id, text, time } = columns(engine)
    await db.schema
      .createTable('session_verifications')
      .addColumn('id', id, (c) => c.primaryKey())
      .addColumn('session_id', id, (c) => c.notNull().unique().references('sessions.id').onDelete('cascade'))
      .addColumn('level', text, (c) => c.notNull())
      .addColumn('status', text, (c) => c.notNull())
      .addColumn('first_factor_verification', text)
      .addColumn('second_factor_verification', text)
      .addColumn('identification_id', text)
      .addColumn('first_factor_verified_at', time)
      .addColumn('expire_at', time, (c) => c.notNull())
      .execute()
  },
}
