import { type FileHandle, open } from 'node:fs/promises'
import { setImmediate } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../../../tests/environment/database.js'
import { type Database, openDatabase } from './open.js'

let file: FreshDatabase
let database: Database
beforeEach(async () => {
  file = await freshDatabase('sqlite')
  database = await openDatabase(file.url)
  await database.db.schema.createTable('counters').addColumn('name', 'text').addColumn('value', 'integer').execute()
})
afterEach(async () => {
  vi.restoreAllMocks()
  await database.close()
  await file.drop()
})

const add = (name: string, { db } = database) => db.insertInto('counters').values({ name, value: 1 }).execute()
const namesIn = async ({ db } = database) =>
  (await db.selectFrom('counters').select('name').orderBy('name').execute()).map(({ name }) => name)

/** Node's own call that syncs a file, held back: `syncs` are those that have been asked for. */
async function holdSyncs() {
  const handle = await open(file.url.slice('sqlite:'.length))
  const calls = vi.spyOn(Object.getPrototypeOf(handle) as FileHandle, 'datasync')
  await handle.close()
  const syncs: Array<{ finish(): void; fail(error: Error): void }> = []
  calls.mockImplementation(() => new Promise((finish, fail) => syncs.push({ finish, fail })))
  return syncs
}

/** Lets everything run that waits for no disk. */
async function settled<T>(promise: Promise<T>): Promise<'waiting' | 'done'> {
  let state: 'waiting' | 'done' = 'waiting'
  void promise.then(() => {
    state = 'done'
  })
  for (let turn = 0; turn < 10; turn++) await setImmediate()
  return state
}

describe('a write to SQLite', () => {
  test('a write to SQLite is told as done when its log is on the disk, and holds up no one meanwhile', async () => {
    const syncs = await holdSyncs()
    const writing = add('one')
    expect(await settled(writing)).toBe('waiting')
    expect(await namesIn()).toEqual(['one']) // the connection is free

    syncs[0]!.finish()
    await writing
    expect(syncs).toHaveLength(1)
  })

  test('a write to SQLite in a transaction, and one that answers with a row, waits for the disk as well', async () => {
    const syncs = await holdSyncs()
    const transaction = database.db.transaction().execute((db) => add('one', { ...database, db }))
    expect(await settled(transaction)).toBe('waiting')
    syncs[0]!.finish()
    await transaction

    const returning = database.db.updateTable('counters').set({ value: 2 }).returning('value').execute()
    expect(await settled(returning)).toBe('waiting')
    syncs[1]!.finish()
    expect(await returning).toEqual([{ value: 2 }])
  })

  test('a write to SQLite that comes while a sync is under way waits for the next, together with others', async () => {
    const syncs = await holdSyncs()
    const first = add('one')
    expect(await settled(first)).toBe('waiting')
    const others = [add('two'), add('three'), add('four')]
    expect(await settled(Promise.race(others))).toBe('waiting')

    syncs[0]!.finish()
    await first
    expect(await settled(Promise.race(others))).toBe('waiting') // that sync may have begun before them
    syncs[1]!.finish()
    await Promise.all(others)
    expect(syncs).toHaveLength(2)
  })

  test('a write to SQLite that the disk refuses fails, and every later one changes nothing', async () => {
    const syncs = await holdSyncs()
    const first = add('one')
    await settled(first.catch(() => {}))
    syncs[0]!.fail(new Error('EIO: i/o error, fdatasync'))
    await expect(first).rejects.toThrow('EIO')
    await expect(add('two')).rejects.toThrow('EIO')
    expect(syncs).toHaveLength(1)
    expect(await namesIn()).toEqual(['one']) // reading goes on
  })

  test('an unsynced write to SQLite is seen by other processes without a sync', async () => {
    const syncs = await holdSyncs()
    const other = await openDatabase(file.url)
    await database.unsynced((held) => add('one', { ...database, ...held }))
    expect(await namesIn(other)).toEqual(['one'])
    await namesIn()
    expect(syncs).toHaveLength(0)
    await other.close()
  })
})

test('SQLite reads a table rightly after another process has added a column to it', async () => {
  const read = () => database.db.selectFrom('counters').selectAll().execute()
  await add('one')
  expect(await read()).toEqual([{ name: 'one', value: 1 }])

  const other = await openDatabase(file.url)
  await other.db.schema.alterTable('counters').addColumn('note', 'text').execute()
  expect(await read()).toEqual([{ name: 'one', value: 1, note: null }])
  await other.close()
})

test('a database in memory, which has no log, takes writes', async () => {
  const memory = await openDatabase('sqlite::memory:')
  await memory.db.schema.createTable('counters').addColumn('name', 'text').addColumn('value', 'integer').execute()
  await add('one', memory)
  expect(await namesIn(memory)).toEqual(['one'])
  await memory.close()
})
