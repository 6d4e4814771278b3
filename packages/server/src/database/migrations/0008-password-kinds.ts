import { kindOf } from '../../crypto/password-kind.js'
import { columns } from '../columns.js'
import type { Migration } from '../migration.js'

const pageSize = 5_000

/** The kinds of digests that were imported, with a sample of each. */
export const passwordKinds: Migration = {
  name: '0008-password-kinds',

  async up(db, engine) {
    const { text } = columns(engine)
    await db.schema
      .createTable('password_kinds')
      .addColumn('id', text, (c) => c.primaryKey())
      .addColumn('sample', text, (c) => c.notNull())
      .execute()

    const samples = new Map<string, string>()
    let last = ''
    for (;;) {
      const users = await db
        .selectFrom('users')
        .select(['id', 'password_digest'])
        .where('id', '>', last)
        .where('password_digest', 'not like', '$argon2id$v=19$m=19456,t=2,p=1$%')
        .orderBy('id')
        .limit(pageSize)
        .execute()
      for (const { password_digest: digest } of users) {
        const kind = digest === null ? null : kindOf(digest)
        if (digest !== null && kind !== null) samples.set(kind, digest)
      }
      if (users.length < pageSize) break
      last = users.at(-1)!.id
    }
    for (const [id, sample] of samples) await db.insertInto('password_kinds').values({ id, sample }).execute()
  },
}
