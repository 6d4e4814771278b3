/** Imports: each run with how far it is, whom it brought, whom it refused, and factors that wait until they are asked for. */
import { columns } from '../columns.js'
import type { Migration } from '../migration.js'

export const imports: Migration = {
  name: '0020-imports',

  async up(db, engine) {
    const { id, text, time, count, flag, json } = columns(engine)

    await db.schema
      .createTable('imported_factors')
      .addColumn('user_id', id, (c) => c.notNull().references('users.id').onDelete('cascade'))
      .addColumn('kind', text, (c) => c.notNull())
      .addColumn('sealed', text, (c) => c.notNull())
      .addColumn('created_at', time, (c) => c.notNull())
      .addPrimaryKeyConstraint('imported_factors_of_user', ['user_id', 'kind'])
      .execute()

    await db.schema
      .createTable('import_runs')
      .addColumn('id', id, (c) => c.primaryKey())
      .addColumn('source', text, (c) => c.notNull())
      .addColumn('files', json, (c) => c.notNull())
      .addColumn('fingerprint', text, (c) => c.notNull())
      .addColumn('status', text, (c) => c.notNull())
      .addColumn('position', count, (c) => c.notNull())
      .addColumn('tally', json, (c) => c.notNull())
      .addColumn('tells', flag, (c) => c.notNull())
      .addColumn('created_at', time, (c) => c.notNull())
      .addColumn('updated_at', time, (c) => c.notNull())
      .execute()

    await db.schema
      .createTable('imported_people')
      .addColumn('user_id', id, (c) => c.primaryKey().references('users.id').onDelete('cascade'))
      .addColumn('run_id', id, (c) => c.notNull())
      .addColumn('updated_at', time, (c) => c.notNull())
      .addColumn('created_at', time, (c) => c.notNull())
      .execute()
    await db.schema.createIndex('imported_people_of_run').on('imported_people').columns(['run_id', 'user_id']).execute()

    await db.schema
      .createTable('import_refusals')
      .addColumn('run_id', id, (c) => c.notNull())
      .addColumn('position', count, (c) => c.notNull())
      .addColumn('place', text, (c) => c.notNull())
      .addColumn('who', text, (c) => c.notNull())
      .addColumn('reason', text, (c) => c.notNull())
      .addPrimaryKeyConstraint('import_refusals_of_run', ['run_id', 'position'])
      .execute()
  },
}
