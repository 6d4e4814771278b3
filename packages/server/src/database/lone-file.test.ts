import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { DatabaseFault } from './fault.js'
import { readMigrations } from './inspect.js'
import { markLoneFile } from './lone-file.js'
import { type Database, openDatabase } from './open.js'
import { loadSqlite } from './sqlite-driver.js'

let folder: string
let database: Database
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'frontdesk-lone-'))
  database = await openDatabase(`sqlite:${join(folder, 'users.db')}`)
  await database.db.schema.createTable('counters').addColumn('name', 'text').addColumn('value', 'integer').execute()
})
afterEach(async () => {
  await database.close()
  rmSync(folder, { recursive: true })
})

const add = (name: string) => database.db.insertInto('counters').values({ name, value: 1 }).execute()

/** A copy of those of the files that are there, in a folder of its own. */
function copy(name: string, ...endings: string[]): string {
  const path = join(folder, name)
  mkdirSync(path)
  for (const ending of endings) copyFileSync(join(folder, `users.db${ending}`), join(path, `users.db${ending}`))
  return join(path, 'users.db')
}

async function namesIn(path: string): Promise<string[]> {
  const opened = await openDatabase(`sqlite:${path}`)
  const rows = await opened.db.selectFrom('counters').select('name').orderBy('name').execute()
  await opened.close()
  return rows.map(({ name }) => name)
}

describe('a database file that was copied while it was in use', () => {
  test('a database file copied in use without its log is refused, at every look, and stays as it was', async () => {
    await add('one')
    const path = copy('copy', '')
    for (let look = 0; look < 2; look++) {
      await expect(openDatabase(`sqlite:${path}`)).rejects.toThrow(
        `The database ${path} was copied while it was in use, without ${path}-wal`,
      )
      await expect(readMigrations(`sqlite:${path}`)).rejects.toThrow(DatabaseFault)
    }
    expect(readFileSync(path)).toEqual(readFileSync(join(folder, 'users.db')))
  })

  test('a database file copied in use without its log is refused although SQLite has written the log into it meanwhile', async () => {
    const big = 'x'.repeat(100_000)
    for (let write = 0; write < 64; write++) await add(`${write} ${big}`) // more than SQLite keeps in its log
    await add('last')
    await expect(namesIn(copy('copy', ''))).rejects.toThrow('its last changes, or all of them, are missing')
  })

  test('a database file copied in use together with its log is whole', async () => {
    await add('one')
    expect(await namesIn(copy('copy', '', '-wal'))).toEqual(['one'])
  })

  test('a database file that SQLite itself copied in use is whole', async () => {
    await add('one')
    await sql`vacuum into ${sql.lit(join(folder, 'vacuumed.db'))}`.execute(database.db)
    expect(await namesIn(join(folder, 'vacuumed.db'))).toEqual(['one'])
  })
})

test('a database file whose processes have all ended is whole without a log', async () => {
  await add('one')
  const path = join(folder, 'users.db')
  const other = await openDatabase(`sqlite:${path}`)
  await database.close()
  await other.close()
  expect(await namesIn(copy('copy', ''))).toEqual(['one'])
  database = await openDatabase(`sqlite:${path}`)
})

test('a database file whose mark could not be taken back at once is whole with its log, and by itself in the end', async () => {
  await database.close()
  const path = join(folder, 'users.db')
  const open = await loadSqlite()
  const [file, other] = [open(path, { lockTimeoutMs: 0 }), open(path, { lockTimeoutMs: 0 })]
  const mark = markLoneFile(
    {
      ...file,
      run(text) {
        file.run(text)
        if (text.includes('checkpoint')) other.run('begin immediate') // somebody writes in this very moment
      },
    },
    path,
  )
  expect(file.value('pragma user_version')).not.toBe(0)
  expect(await namesIn(copy('copy', '', '-wal'))).toEqual([])
  other.run('rollback')
  other.close()

  mark.finish()
  file.close()
  expect(await namesIn(copy('whole', ''))).toEqual([])
  database = await openDatabase(`sqlite:${path}`)
})

test('processes that start together on a new database file refuse none of each other', async () => {
  for (let round = 0; round < 20; round++) {
    const url = `sqlite:${join(folder, `new-${round}.db`)}`
    const opened = await Promise.all([1, 2, 3].map(() => openDatabase(url)))
    await Promise.all(opened.map((one) => one.close()))
  }
})
