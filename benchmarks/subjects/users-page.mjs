/** A million users, made by one statement; then the first page of 50 with the total count, as `clerkClient.users.getUserList()` asks for it. */
import { sql } from 'kysely'
import { createFrontdesk } from '../../packages/server/entries/index.js'
import { startPostgres } from '../postgres.mjs'
import { median } from '../processes.mjs'

const isSqlite = process.env.BENCH_ENGINE === 'sqlite'
const postgres = isSqlite ? null : await startPostgres()
const frontdesk = createFrontdesk({ log: () => {}, ...(postgres && { databaseUrl: postgres.url }) })
const { db, keys } = await frontdesk.ready()

// In parts, since the server gives no statement more than some seconds; by their names, since it knows in which schema the tables are.
const [users, addresses, counters] = ['users', 'email_addresses', 'counters'].map((name) => sql.table(name))
for (let from = 1; from < 1_000_000; from += 50_000) {
  const to = from + 49_999
  const numbers = isSqlite
    ? sql`(with recursive n(i) as (select ${sql.lit(from)} union all select i + 1 from n where i < ${sql.lit(to)}) select i from n) as n`
    : sql`generate_series(${sql.lit(from)}, ${sql.lit(to)}) as n(i)`
  await sql`insert into ${users} (id, username, username_key, first_name, first_name_key, last_name, last_name_key, public_metadata, private_metadata, unsafe_metadata, primary_email_address_id, created_at, updated_at)
    select 'user_' || i, 'name' || i, 'name' || i, 'First' || i, 'first' || i, 'Last' || i, 'last' || i, '{}', '{}', '{}', 'idn_' || i, 1700000000000 + i, 1700000000000 + i from ${numbers}`.execute(
    db,
  )
  await sql`insert into ${addresses} (id, user_id, email_address, verified_at, created_at, updated_at)
    select 'idn_' || i, 'user_' || i, 'user' || i || '@example.com', 1700000000000, 1700000000000 + i, 1700000000000 + i from ${numbers}`.execute(
    db,
  )
}
await sql`insert into ${counters} (name, value) values ('users', 1000000)`.execute(db)
await (isSqlite ? sql`analyze` : sql`vacuum analyze`).execute(db)

const ask = async (path) => {
  const response = await frontdesk.fetch(
    new Request(`http://localhost/__clerk/api/v1${path}`, { headers: { authorization: `Bearer ${keys.secretKey.reveal()}` } }),
  )
  if (!response.ok) throw new Error(`${path} answered ${response.status}`)
  return response.json()
}

/** Median of 200, after a warm-up. */
async function milliseconds(one) {
  const times = []
  for (let index = 0; index < 250; index++) {
    const startedAt = performance.now()
    await one()
    if (index >= 50) times.push(performance.now() - startedAt)
  }
  return median(times)
}

const engine = process.env.BENCH_ENGINE
const figures = {
  [`${engine} page`]: await milliseconds(() => Promise.all([ask('/users?limit=50'), ask('/users/count')])),
  [`${engine} deep page`]: await milliseconds(() => Promise.all([ask('/users?limit=50&offset=500000'), ask('/users/count')])),
  [`${engine} by address`]: await milliseconds(() => ask('/users?email_address=user777777@example.com')),
}
process.send({ figures })
process.on('SIGTERM', async () => {
  await frontdesk.close()
  await postgres?.stop()
  process.exit()
})
