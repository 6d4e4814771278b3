import { sql } from 'kysely'
import { columns } from '../columns.js'
import type { Migration } from '../migration.js'

/** What nobody uses any more has a time to go, and an index to be found by. */
export const lifetimes: Migration = {
  name: '0005-lifetimes',

  async up(db, engine) {
    const { time } = columns(engine)
    const index = (name: string) => db.schema.createIndex(name)

    await db.schema.alterTable('clients').addColumn('abandon_at', time).execute()
    await sql`update clients set abandon_at = updated_at + 604800000
      where not exists (select 1 from sessions where sessions.client_id = clients.id)`.execute(db)
    await index('clients_by_abandonment')
      .on('clients')
      .column('abandon_at')
      .where(sql.ref('abandon_at'), 'is not', null)
      .execute()
    await index('sessions_by_expiry').on('sessions').column('expire_at').execute()
  },
}
