/** An app's own tables in our SQLite file. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { freshDatabase } from '../../../../tests/environment/database.js'
import { readMigrations } from '../database/inspect.js'
import { loadSqlite } from '../database/sqlite-driver.js'
import { createFrontdesk } from '../server.js'
import { backUp } from './backup.js'
import type { FrontdeskOptions } from './frontdesk-options.js'
import { readOptions } from './options.js'

/** A path in a folder of its own, where nothing is yet. */
function freshPath(): string {
  const folder = mkdtempSync(join(tmpdir(), 'frontdesk-own-tables-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return join(folder, 'app.db')
}

/** Runs statements by a connection of the app's own. */
async function ownConnection(path: string, ...statements: string[]): Promise<unknown[][]> {
  const file = (await loadSqlite())(path, { lockTimeoutMs: 5_000 })
  const answers = statements.map((statement) => file.prepare(statement).all([]))
  file.close()
  return answers.at(-1)!
}

const optionsFor = (path: string): FrontdeskOptions => ({
  databaseUrl: `sqlite:${path}`,
  environment: 'development',
  log: () => {},
  on: { 'user.created': ({ data }, tx) => tx.sql`insert into app_profiles values (${data.id})` },
})

async function start(path: string) {
  const frontdesk = createFrontdesk(optionsFor(path))
  const { keys } = await frontdesk.ready()
  const createUser = (address: string) =>
    frontdesk.fetch(
      new Request('http://localhost/__clerk/api/v1/users', {
        method: 'POST',
        headers: { authorization: `Bearer ${keys.secretKey.reveal()}`, 'content-type': 'application/json' },
        body: JSON.stringify({ email_address: [address], skip_password_requirement: true }),
      }),
    )
  return { frontdesk, createUser }
}

test("a file that an app's migrations have made is taken, and its tables stay", async () => {
  const path = freshPath()
  await ownConnection(path, 'create table app_profiles (user_id text)', "insert into app_profiles values ('before')")
  expect(await readMigrations(`sqlite:${path}`)).toEqual([])
  const { frontdesk, createUser } = await start(path)
  expect((await createUser('jane@example.com')).status).toBe(200)
  expect((await readMigrations(`sqlite:${path}`)).length).toBeGreaterThan(10)
  await frontdesk.close()
  expect(await ownConnection(path, 'select count(*) from app_profiles')).toEqual([[2]])
})

test('an app reads and writes its table by a connection of its own while the server runs', async () => {
  const path = freshPath()
  await ownConnection(path, 'create table app_profiles (user_id text)')
  const { frontdesk, createUser } = await start(path)
  await createUser('jane@example.com')
  expect(await ownConnection(path, "insert into app_profiles values ('own')", 'select count(*) from app_profiles')).toEqual([[2]])
  expect((await createUser('john@example.com')).status).toBe(200)
  await frontdesk.close()
  const again = await start(path) // nothing of it is taken for a copy without its log
  expect((await again.createUser('joan@example.com')).status).toBe(200)
  await again.frontdesk.close()
})

test('a backup has the tables of the app', async () => {
  const path = freshPath()
  await ownConnection(path, 'create table app_profiles (user_id text)')
  const { frontdesk, createUser } = await start(path)
  await createUser('jane@example.com')
  const copied = await backUp(readOptions(optionsFor(path)), join(path, '../backup'))
  await frontdesk.close()
  expect(await ownConnection(copied.database, 'select count(*) from app_profiles')).toEqual([[1]])
})

const hint =
  "The database has a table users that is not Frontdesk's. Give it another name, such as app_users, or name another place in FRONTDESK_DATABASE_URL."

test('a table of the app that has the name of one of ours ends the start with what to do', async () => {
  const path = freshPath()
  await ownConnection(path, 'create table users (id text)')
  const frontdesk = createFrontdesk(optionsFor(path))
  await expect(frontdesk.ready()).rejects.toThrow(hint)
  await frontdesk.close()
})

test('on PostgreSQL, too, where an app has its tables in the schema that is named for ours', async () => {
  const database = await freshDatabase('postgres')
  onTestFinished(() => database.drop())
  const client = new pg.Client(database.url)
  await client.connect()
  await client.query('create table users (id text)')
  await client.end()
  const frontdesk = createFrontdesk({ databaseUrl: `${database.url}?schema=public`, environment: 'development', log: () => {} })
  await expect(frontdesk.ready()).rejects.toThrow(hint)
  await frontdesk.close()
})
