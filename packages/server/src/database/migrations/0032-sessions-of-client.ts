/** Whether somebody signed in in a browser before: SQLite, which keeps no figures of its tables, looked through all sessions of theirs. */
import type { Migration } from '../migration.js'

export const sessionsOfClient: Migration = {
  name: '0032-sessions-of-client',

  async up(db) {
    await db.schema.dropIndex('sessions_of_client').execute()
    await db.schema.createIndex('sessions_of_client').on('sessions').columns(['client_id', 'user_id']).execute()
  },
}
