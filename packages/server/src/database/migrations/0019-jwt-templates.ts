import { columns } from '../columns.js'
import type { Migration } from '../migration.js'

/** Templates of tokens for other services, each perhaps with a signing key of its own. */
export const jwtTemplates: Migration = {
  name: '0019-jwt-templates',

  async up(db, engine) {
    const { id, text, json, time, count } = columns(engine)
    await db.schema
      .createTable('jwt_templates')
      .addColumn('id', id, (c) => c.primaryKey())
      .addColumn('name', text, (c) => c.notNull())
      .addColumn('claims', json, (c) => c.notNull())
      .addColumn('lifetime_seconds', count, (c) => c.notNull())
      .addColumn('allowed_clock_skew_seconds', count, (c) => c.notNull())
      .addColumn('signing_algorithm', text, (c) => c.notNull())
      .addColumn('sealed_signing_key', text)
      .addColumn('created_at', time, (c) => c.notNull())
      .addColumn('updated_at', time, (c) => c.notNull())
      .execute()
    await db.schema.createIndex('jwt_templates_name').on('jwt_templates').column('name').unique().execute()
  },
}
