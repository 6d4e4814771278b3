import { columns } from '../columns.js'
import type { Migration } from '../migration.js'

/** Who made the change that an event tells. */
export const causes: Migration = {
  name: '0011-causes',

  async up(db, engine) {
    const { text } = columns(engine)
    await db.schema.alterTable('events').addColumn('cause', text).execute()
  },
}
