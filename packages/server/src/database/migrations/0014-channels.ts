import { columns } from '../columns.js'
import type { Migration } from '../migration.js'

/** By which channel a message leaves. Those that wait are mail, and so are those that nodes of older releases go on writing. */
export const channels: Migration = {
  name: '0014-channels',

  async up(db, engine) {
    const { text } = columns(engine)
    await db.schema
      .alterTable('messages')
      .addColumn('channel', text, (c) => c.notNull().defaultTo('mail'))
      .execute()
    await db.schema.dropIndex('messages_to_send').execute()
    await db.schema.createIndex('messages_to_send').on('messages').columns(['status', 'channel', 'next_attempt_at']).execute()
  },
}
