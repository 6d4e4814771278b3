import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../../../tests/environment/database.js'
import { migrate } from './migrate.js'
import { type Database, openDatabase } from './open.js'
import { prepared } from './prepared.js'
import { insertRow, updateRow } from './rows.js'
import { createStatementNames } from './statement-names.js'

let place: FreshDatabase
let database: Database
beforeAll(async () => {
  place = await freshDatabase('postgres')
  database = await openDatabase(place.url)
})
afterAll(async () => {
  await database?.close()
  await place?.drop()
})

const allOf = prepared((db, id: string) => db.selectFrom('images').selectAll().where('id', '=', id))

test('two instances in schemas of one database, and in one process, each find their own rows', async () => {
  const instances = await Promise.all(['one', 'two'].map((schema) => openDatabase(`${place.url}?schema=${schema}`)))
  for (const instance of instances) await migrate(instance)
  const row = { id: 'img_1', content_type: 'image/png', bytes: new Uint8Array(), created_at: 0 }
  for (const [index, instance] of instances.entries()) await insertRow(instance, 'images', { ...row, created_at: index + 1 })
  for (const [index, instance] of instances.entries()) {
    expect(await allOf(instance, 'img_1')).toMatchObject([{ created_at: index + 1 }])
    expect(await updateRow(instance, 'images', 'img_1', { content_type: 'image/gif' })).toMatchObject({ created_at: index + 1 })
    await instance.close()
  }
})

test('statements name schema and columns, whatever a newer release has added', () => {
  const { db } = database
  expect(db.selectFrom('counters').selectAll().where('counters.name', '=', 'users').compile().sql).toBe(
    'select "name", "value" from "frontdesk"."counters" where "frontdesk"."counters"."name" = $1',
  )
  expect(db.deleteFrom('counters').returningAll().compile().sql).toBe(
    'delete from "frontdesk"."counters" returning "name", "value"',
  )
  expect(
    db
      .insertInto('counters')
      .values({ name: 'users', value: 1 })
      .onConflict((conflict) => conflict.column('name').doUpdateSet((set) => ({ value: set.ref('counters.value') })))
      .returningAll()
      .compile().sql,
  ).toBe(
    'insert into "frontdesk"."counters" ("name", "value") values ($1, $2) on conflict ("name") do update set "value" = "frontdesk"."counters"."value" returning "name", "value"',
  )
  expect(
    db
      .selectFrom('counters')
      .select((select) => select.fn.countAll().as('count'))
      .compile().sql,
  ).toBe('select count(*) as "count" from "frontdesk"."counters"')
  expect(db.selectFrom('counters as c').select('c.name').compile().sql).toBe(
    'select "c"."name" from "frontdesk"."counters" as "c"',
  )
})

test('a statement that selects all columns of several tables is refused', () => {
  const { db } = database
  const ofTwo = db.selectFrom('users').innerJoin('email_addresses', 'email_addresses.user_id', 'users.id').selectAll()
  expect(() => ofTwo.compile()).toThrow('Name the columns')
  expect(() => db.selectFrom('users as u').selectAll().compile()).toThrow('Name the columns')
})

test('a connection names five hundred statements to keep their plans, and later ones have no name', () => {
  const names = createStatementNames()
  const named = Array.from({ length: 501 }, (_, at) => names.of(`select ${at}`))
  expect(new Set(named.slice(0, 500)).size).toBe(500)
  expect([names.of('select 0'), names.of('select 500')]).toEqual([named[0], undefined])
})

test('when all connections find a plan outdated, it is made again once', () => {
  const names = createStatementNames()
  const outdated = names.of('select 0')!
  names.renew(outdated)
  const renewed = names.of('select 0')!
  names.renew(outdated)
  expect([renewed === outdated, names.of('select 0')]).toEqual([false, renewed])
})
