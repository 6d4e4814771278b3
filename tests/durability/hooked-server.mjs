/** A server with an app's own table of profiles, kept by hooks; it is killed, not stopped. */
import { createServer } from 'node:http'
import { createFrontdesk } from 'frontdesk'

const frontdesk = createFrontdesk({
  environment: 'development',
  rateLimits: { attemptsPerMinute: 1_000_000, messagesPerMinute: 1_000_000, codesPerRecipientPerMinute: 1_000_000 },
  log: () => {},
  before: { start: (tx) => tx.sql`create table if not exists app_profiles (user_id text primary key, last_name text)` },
  on: {
    'user.created': ({ data }, tx) =>
      tx.sql`insert into app_profiles (user_id, last_name) values (${data.id}, ${data.last_name})`,
    'user.updated': ({ data }, tx) => tx.sql`update app_profiles set last_name = ${data.last_name} where user_id = ${data.id}`,
    'user.deleted': ({ data }, tx) => tx.sql`delete from app_profiles where user_id = ${data.id}`,
  },
})
await frontdesk.ready()
createServer(frontdesk.listener).listen(Number(process.env.PORT), '127.0.0.1')
