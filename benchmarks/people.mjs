/** Users by the hundred thousand, made by SQL: names of syllables, as different as those of as many people. */
import { sql } from 'kysely'

const syllables = 'babebibodadedidofafefifogagegigokakekikolalelilomamemimonaneninopapepiporareriro'
const count = syllables.length / 2

/** The i-th user's syllables; the steps have no divisor in common with the million and three that they go round. */
const word = (...steps) =>
  steps.map((step) => `substr('${syllables}', cast(1 + 2 * ((n.i * ${step} % 1000003) % ${count}) as int), 2)`).join(' || ')
const first = word(7919, 104729)
const last = `case when n.i % 20000 = 7 then 'weiß' else ${word(15485863, 32452843, 49979687)} end`
const domain = `case when n.i % 2 = 0 then 'example.com' when n.i % 300 = 1 then 'midsize.example' else ${word(67867967, 86028121, 3571)} || '.example' end`

/** Adds `users` people to an empty instance, in parts, since the server gives no statement more than some seconds. */
export async function addPeople({ db, engine }, users) {
  // By their names, since the server knows in which schema the tables are.
  const tables = Object.fromEntries(['users', 'email_addresses', 'counters'].map((name) => [name, sql.table(name)]))
  const part = 10_000
  for (let from = 1; from < users; from += part) {
    const to = from + part - 1
    const numbers =
      engine === 'sqlite'
        ? sql`(with recursive n(i) as (select ${sql.lit(from)} union all select i + 1 from n where i < ${sql.lit(to)}) select i from n) as n`
        : sql`generate_series(${sql.lit(from)}::bigint, ${sql.lit(to)}) as n(i)`
    await sql`insert into ${tables.users} (id, username, username_key, first_name, first_name_key, last_name, last_name_key, public_metadata, private_metadata, unsafe_metadata, primary_email_address_id, created_at, updated_at)
      select 'user_' || i, username, username, first, first, last, last, '{}', '{}', '{}', 'idn_' || i, 1700000000000 + i * 1000, 1700000000000 + i * 1000
      from (select i, ${sql.raw(first)} as first, ${sql.raw(last)} as last, ${sql.raw(word(15485863, 7919))} || i as username from ${numbers}) as people`.execute(
      db,
    )
    await sql`insert into ${tables.email_addresses} (id, user_id, email_address, verified_at, created_at, updated_at)
      select 'idn_' || i, 'user_' || i, ${sql.raw(first)} || '.' || ${sql.raw(last)} || i || '@' || ${sql.raw(domain)}, 1700000000000, 1700000000000 + i, 1700000000000 + i from ${numbers}`.execute(
      db,
    )
  }
  await sql`insert into ${tables.counters} (name, value) values ('users', ${sql.lit(users)})`.execute(db)
  await (engine === 'sqlite' ? sql`analyze` : sql`vacuum analyze`).execute(db)
}
