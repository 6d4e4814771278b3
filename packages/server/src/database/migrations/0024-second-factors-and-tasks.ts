/** Authenticator apps and backup codes, what was guessed at them, and what a session has yet to do before it is active. */
import { columns } from '../columns.js'
import type { Migration } from '../migration.js'

export const secondFactorsAndTasks: Migration = {
  name: '0024-second-factors-and-tasks',

  async up(db, engine) {
    const { id, text, time, count } = columns(engine)

    await db.schema
      .alterTable('sessions')
      .addColumn('tasks', text, (c) => c.notNull().defaultTo(''))
      .execute()

    await db.schema
      .createTable('totp_secrets')
      .addColumn('id', id, (c) => c.primaryKey())
      .addColumn('user_id', id, (c) => c.notNull().unique().references('users.id').onDelete('cascade'))
      .addColumn('sealed_secret', text, (c) => c.notNull())
      .addColumn('verified_at', time)
      .addColumn('last_used_step', count, (c) => c.notNull())
      .addColumn('created_at', time, (c) => c.notNull())
      .addColumn('updated_at', time, (c) => c.notNull())
      .execute()

    await db.schema
      .createTable('backup_codes')
      .addColumn('id', id, (c) => c.primaryKey())
      .addColumn('user_id', id, (c) => c.notNull().references('users.id').onDelete('cascade'))
      .addColumn('digest', text, (c) => c.notNull())
      .addColumn('created_at', time, (c) => c.notNull())
      .execute()
    await db.schema.createIndex('backup_codes_of_user').on('backup_codes').column('user_id').execute()

    await db.schema
      .createTable('second_factor_guesses')
      .addColumn('user_id', id, (c) => c.primaryKey().references('users.id').onDelete('cascade'))
      .addColumn('failed_attempts', count, (c) => c.notNull())
      .addColumn('guesses_locked_until', time)
      .execute()
  },
}
