import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { freshDatabase } from '../../../../tests/environment/database.js'
import { freePort } from '../../../../tests/environment/free-port.js'
import { migrate } from './migrate.js'
import { openDatabase } from './open.js'

describe('a database URL with a mistake', () => {
  test.each([
    [
      'of another database',
      'mysql://app:hunter2@db.example/app',
      'must be sqlite:<path> or postgres://…, such as sqlite:data/users.db, not mysql:…',
    ],
    ['in the words of libpq', 'host=db.example password=hunter2', 'must be sqlite:<path> or postgres://…'],
    ['that is empty', '', 'must be sqlite:<path> or postgres://…'],
    ['without a path', 'sqlite:', 'must have a path behind sqlite:'],
    ['with a host where the path should be', 'sqlite://hunter2/users.db', 'must have a path behind sqlite:'],
    ['with a slash in its password', 'postgres://app:hunter2/x@db.example/app', 'are percent-encoded'],
    ['with an impossible port', 'postgres://app:hunter2@db.example:99999/app', 'must be a URL such as'],
    [
      'with an impossible choice',
      'postgres://app:hunter2@db.example/app?statements=no',
      'must say statements=named or statements=unnamed, not no',
    ],
    [
      'with an impossible schema',
      'postgres://app:hunter2@db.example/app?schema=My-App',
      'a plain lower-case name for its schema, such as ?schema=my_app, not My-App',
    ],
  ])('a database URL %s is refused with the reason, without its password', async (_, url, message) => {
    const error = await openDatabase(url).catch((thrown: Error) => thrown)
    expect(inspect(error, { depth: 9 })).toMatch(/FRONTDESK_DATABASE_URL/)
    expect((error as Error).message).toContain(message)
    expect(inspect(error, { depth: 9 })).not.toContain('hunter2')
  })
})

describe('a file that is no database', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'frontdesk-open-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  test.each([
    ['a text', 'notes.txt', 'file is not a database'],
    ['a folder', '.', 'unable to open database file'],
    ['in a folder that is a file', 'notes.txt/users.db', 'EEXIST'],
  ])('a path that is no database, %s, is named, and stays as it is', async (_, name, reason) => {
    writeFileSync(join(folder, 'notes.txt'), 'Not a database, and of more than 16 characters.\n'.repeat(100))
    await expect(openDatabase(`sqlite:${join(folder, name)}`)).rejects.toThrow(
      new RegExp(`^The database ${join(folder, name)} can't be opened: .*${reason}`),
    )
    expect(readdirSync(folder)).toEqual(['notes.txt'])
  })
})

describe('the files of a SQLite database', () => {
  const modesIn = (folder: string) =>
    readdirSync(folder).map((name) => [name, (statSync(join(folder, name)).mode & 0o777).toString(8)])
  const wanted = ['users.db', 'users.db-shm', 'users.db-wal'].map((name) => [name, '600'])
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'frontdesk-modes-'))
    chmodSync(folder, 0o755)
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  test('the files of a SQLite database are only for their owner, in a folder that was there before', async () => {
    const database = await openDatabase(`sqlite:${join(folder, 'users.db')}`)
    await database.db.schema.createTable('notes').addColumn('id', 'text').execute()
    expect(modesIn(folder)).toEqual(wanted)
    await database.close()
  })

  test('the files of a SQLite database that an earlier version left open to others become only for their owner', async () => {
    const url = `sqlite:${join(folder, 'users.db')}`
    const before = await openDatabase(url)
    await before.db.schema.createTable('notes').addColumn('id', 'text').execute()
    for (const [name] of wanted) chmodSync(join(folder, name!), 0o644)
    const after = await openDatabase(url)
    expect(modesIn(folder)).toEqual(wanted)
    await Promise.all([before, after].map((database) => database.close()))
  })
})

describe('PostgreSQL', () => {
  test('a PostgreSQL that does not answer, or not for us, is told without the password', async () => {
    const { url, drop } = await freshDatabase('postgres')
    const wrong = (change: (parsed: URL) => void) => {
      const parsed = new URL(url)
      parsed.password = 'hunter2'
      change(parsed)
      return openDatabase(parsed.href).catch((thrown: Error) => inspect(thrown, { depth: 9 }))
    }
    const port = String(await freePort())
    const answers = await Promise.all([
      wrong((parsed) => Object.assign(parsed, { port })),
      wrong((parsed) => Object.assign(parsed, { port, hostname: 'localhost' })),
      wrong((parsed) => Object.assign(parsed, { pathname: '/nothing_here', password: new URL(url).password })),
    ])
    expect(answers).toEqual([
      expect.stringContaining(`The database can't be opened: connect ECONNREFUSED`),
      expect.stringMatching(/The database can't be opened: .*ECONNREFUSED/),
      expect.stringContaining(`The database can't be opened: database "nothing_here" does not exist`),
    ])
    for (const answer of answers) expect(answer).not.toContain('hunter2')
    await drop()
  })

  test('PostgreSQL opens for a role that may use its schema and create none', async () => {
    const { url, drop } = await freshDatabase('postgres')
    const admin = new pg.Client({ connectionString: url })
    await admin.connect()
    const role = `tenant_${process.pid}_${Date.now()}`
    await admin.query(`create role ${role} login password 'tenant'; create schema frontdesk authorization ${role}`)

    const asTenant = Object.assign(new URL(url), { username: role, password: 'tenant' })
    const database = await openDatabase(asTenant.href)
    expect(await migrate(database)).not.toEqual([])
    await database.close()

    await admin.query(`drop schema frontdesk cascade; drop role ${role}`)
    await admin.end()
    await drop()
  })
})
