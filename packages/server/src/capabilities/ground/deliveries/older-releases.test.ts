import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../../../../../tests/environment/database.js'
import { type MailServer, startMailServer } from '../../../../../../tests/environment/smtp.js'
import { createVault } from '../../../crypto/vault.js'
import { migrate } from '../../../database/migrate.js'
import { channels } from '../../../database/migrations/0014-channels.js'
import { migrations } from '../../../database/migrations/index.js'
import { type Database, openDatabase } from '../../../database/open.js'
import { createFrontdesk } from '../../../server.js'
import { engines } from '../../../testing/test-server.js'

const messages = sql.table('messages')
const encryptionKey = 'a key for tests, of 32 characters'

describe.each(engines)('a node of a release without channels, on %s,', (engine) => {
  let place: FreshDatabase
  let older: Database
  let smtp: MailServer
  beforeEach(async () => {
    place = await freshDatabase(engine)
    older = await openDatabase(place.url)
    smtp = await startMailServer()
    await migrate(older, migrations.slice(0, migrations.indexOf(channels)))
  })
  afterEach(async () => {
    await older.close()
    await smtp.close()
    await place.drop()
  })

  /** As the older release writes mail: it knows of no channel. */
  async function addAsOlder(to: string) {
    const mail = { to, kind: 'sign_in_code', subject: 'A subject', text: 'A text', html: '<p>A text</p>' }
    const sealed = createVault(encryptionKey).seal(JSON.stringify(mail), 'mail')
    await sql`insert into ${messages} (id, recipient, kind, sealed_content, status, attempts, next_attempt_at, created_at, updated_at)
      values (${to}, ${to}, 'sign_in_code', ${sealed}, 'waiting', 0, 0, 0, 0)`.execute(older.db)
  }
  /** As the older release takes what is due. */
  async function takeAsOlder() {
    const { rows } = await sql<{ recipient: string }>`
      update ${messages} set status = 'sending', attempts = attempts + 1, next_attempt_at = 9000000000000 where id in (
        select id from ${messages} where status in ('waiting', 'sending') and next_attempt_at <= 1 order by next_attempt_at limit 20
      ) returning recipient`.execute(older.db)
    return rows.map(({ recipient }) => recipient)
  }
  const start = () => createFrontdesk({ databaseUrl: place.url, encryptionKey, mail: { smtpUrl: smtp.url }, log: () => {} })

  test('no mail of a node of an older release is lost: what it left waiting, and what it writes beside a newer one, is sent', async () => {
    await addAsOlder('before@example.com')
    const newer = start()
    const { deliveries } = await newer.ready()
    await addAsOlder('beside@example.com')
    await deliveries.deliver()
    const recipients = smtp.messages().flatMap((mail) => mail.recipients)
    expect(recipients.toSorted()).toEqual(['before@example.com', 'beside@example.com'])
    await newer.close()
  })

  test('a node of an older release still takes what is due, once the newer one has migrated', async () => {
    const newer = start()
    await newer.ready()
    await newer.close()
    await addAsOlder('beside@example.com')
    expect(await takeAsOlder()).toEqual(['beside@example.com'])
  })
})
