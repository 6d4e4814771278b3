import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../../../tests/environment/database.js'
import { type Database, openDatabase } from './open.js'

let fresh: FreshDatabase
let database: Database
beforeAll(async () => {
  fresh = await freshDatabase('postgres')
  database = await openDatabase(fresh.url)
})
afterAll(async () => {
  await database.close()
  await fresh.drop()
})

test('a transaction that PostgreSQL rolls back as it is to be committed, since a statement had failed, is no success', async () => {
  const passesOver = database.db.transaction().execute(async (tx) => {
    await sql`create table public.half (id text)`.execute(tx)
    await sql`select * from public.nothing`.execute(tx).catch(() => {})
  })
  await expect(passesOver).rejects.toThrow('The transaction was not committed')
  const { rows } = await sql`select from pg_tables where tablename = 'half'`.execute(database.db)
  expect(rows).toEqual([])
})
