/**
 * People with bcrypt digests, brought by `frontdesk import` from CSV as Clerk's dashboard writes it; in turn with plain inserts of the same
 * rows into another database: 100 to a statement, 500 to a transaction. Part by part, so that both grow alike.
 */
import { spawn } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createFrontdesk } from '../../packages/server/entries/index.js'
import { startPostgres } from '../postgres.mjs'

const { BENCH_ENGINE: engine, BENCH_FOLDER: folder, BENCH_PEOPLE = '1000000', FRONTDESK_ENCRYPTION_KEY } = process.env
const people = Number(BENCH_PEOPLE)
const parts = Math.max(2, Math.min(10, Math.round(people / 50_000))) // so that starting the process is little of each
const postgres = engine === 'sqlite' ? null : await startPostgres()
const urlOf = (name) => (postgres ? `${postgres.url}?schema=${name}` : `sqlite:${join(folder, `${name}.db`)}`)
const cli = fileURLToPath(new URL('../../packages/server/bin/frontdesk.js', import.meta.url))

const header =
  'id,first_name,last_name,username,primary_email_address,primary_phone_number,verified_email_addresses,unverified_email_addresses,verified_phone_numbers,unverified_phone_numbers,totp_secret,password_digest,password_hasher\n'
const syllables = 'babebibodadedidofafefifogagegigokakekikolalelilomamemimonaneninopapepiporareriro'
const word = (index, ...steps) => steps.map((step) => syllables.substr(2 * (((index * step) % 1_000_003) % 40), 2)).join('')

function writeCsv(path, from, to) {
  const lines = [header]
  for (let index = from; index < to; index++) {
    const [first, last] = [word(index, 7919, 104729), word(index, 15485863, 32452843, 49979687)]
    const address = `${first}.${last}${index}@example.com`
    const digest = `$2a$10$${(index * 2654435761).toString(36).padStart(53, 'x')}`
    lines.push(`user_${String(index).padStart(9, '0')},${first},${last},,${address},,${address},,,,,${digest},bcrypt\n`)
  }
  writeFileSync(path, lines.join(''))
}

/** Seconds, and the most memory in megabytes, of one run of the command. */
async function imported(path) {
  const startedAt = performance.now()
  const child = spawn(process.execPath, [cli, 'import', path], {
    env: { ...process.env, FRONTDESK_DATABASE_URL: urlOf('imported'), FRONTDESK_ENCRYPTION_KEY },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  let megabytes = 0
  const watch = setInterval(() => {
    const peak = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? 0
    megabytes = Math.max(megabytes, peak / 1024)
  }, 200)
  const code = await new Promise((resolve) => child.once('exit', resolve))
  clearInterval(watch)
  if (code !== 0) throw new Error(`The import ended with ${code}`)
  return { seconds: (performance.now() - startedAt) / 1000, megabytes }
}

const openedAs = async (name) => {
  const frontdesk = createFrontdesk({ log: () => {}, databaseUrl: urlOf(name) })
  return { frontdesk, db: (await frontdesk.ready()).db }
}
const source = await openedAs('imported')
const target = await openedAs('plain')

/** Seconds that plain inserts take of the rows that the part has made. */
async function inserted(from, to) {
  let milliseconds = 0
  const ids = (index) => `user_${String(index).padStart(9, '0')}`
  for (let at = from; at < to; at += 500) {
    const end = ids(Math.min(to, at + 500))
    const rows = (table, column) =>
      source.db.selectFrom(table).selectAll().where(column, '>=', ids(at)).where(column, '<', end).execute()
    const tables = [
      ['users', await rows('users', 'id')],
      ['email_addresses', await rows('email_addresses', 'user_id')],
    ]
    const startedAt = performance.now()
    await target.db.transaction().execute(async (tx) => {
      for (const [table, all] of tables)
        for (let row = 0; row < all.length; row += 100)
          await tx
            .insertInto(table)
            .values(all.slice(row, row + 100))
            .execute()
    })
    milliseconds += performance.now() - startedAt
  }
  return milliseconds / 1000
}

const figures = {}
const size = people / parts
const totals = { imported: 0, plain: 0 }
const shares = []
for (let part = 0; part < parts; part++) {
  const [from, to] = [part * size, (part + 1) * size]
  const path = join(folder, `people-${engine}-${part}.csv`)
  writeCsv(path, from, to)
  const { seconds, megabytes } = await imported(path)
  const plain = await inserted(from, to)
  rmSync(path)
  totals.imported += seconds
  totals.plain += plain
  shares.push(plain / seconds)
  if (part === 0) Object.assign(figures, { [`${engine} first rate`]: size / seconds, [`${engine} first MB`]: megabytes })
  Object.assign(figures, { [`${engine} last rate`]: size / seconds, [`${engine} last MB`]: megabytes })
  process.stderr.write(
    `import ${engine} ${to}: ${Math.round(size / seconds)}/s, plain ${Math.round(size / plain)}/s, ${Math.round(megabytes)} MB\n`,
  )
}
Object.assign(figures, {
  [`${engine} people`]: people,
  [`${engine} rate`]: people / totals.imported,
  [`${engine} plain rate`]: people / totals.plain,
  [`${engine} first share`]: shares[0],
  [`${engine} last share`]: shares.at(-1),
})
process.send({ figures })
process.on('SIGTERM', async () => {
  for (const { frontdesk } of [source, target]) await frontdesk.close()
  await postgres?.stop()
  process.exit()
})
