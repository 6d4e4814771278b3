import { columns } from '../columns.js'
import type { Migration } from '../migration.js'

/** What a sign-in remembers of its first factor while more is needed, and of its second. */
export const secondFactors: Migration = {
  name: '0015-second-factors',

  async up(db, engine) {
    const { json } = columns(engine)
    await db.schema.alterTable('sign_ins').addColumn('second_factor_verification', json).execute()
    await db.schema.alterTable('sign_ins').addColumn('first_factor', json).execute()
  },
}
