import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../../../tests/environment/database.js'
import { engines } from '../testing/test-server.js'
import { migrate } from './migrate.js'
import type { Migration } from './migration.js'
import { migrations } from './migrations/index.js'
import { type Database, openDatabase } from './open.js'

describe.each(engines)('migrations on %s', (engine) => {
  let place: FreshDatabase
  let database: Database
  beforeEach(async () => {
    place = await freshDatabase(engine)
    database = await openDatabase(place.url)
  })
  afterEach(async () => {
    await database.close()
    await place.drop()
  })

  const names = migrations.map(({ name }) => name)
  const tables = async () => (await database.db.introspection.getTables()).map(({ name }) => name)
  const applied = () => database.db.selectFrom('migrations').selectAll().execute()

  const addsATable: Migration = {
    name: '9001-adds-a-table',
    up: (db) => db.schema.createTable('extra').addColumn('id', 'text').execute(),
  }
  const fails: Migration = {
    name: '9002-fails',
    async up(db) {
      await db.schema.createTable('half').addColumn('id', 'text').execute()
      await sql`insert into instance_settings (name, value) values ('half', 'done')`.execute(db)
      await sql`select * from nowhere`.execute(db)
    },
  }

  test('migrations are applied once, and a second run changes nothing', async () => {
    expect(await migrate(database)).toEqual(names)
    const before = [await tables(), await applied()]
    expect(await migrate(database)).toEqual([])
    expect([await tables(), await applied()]).toEqual(before)
  })

  test('migrations are applied once by nodes that start together', async () => {
    const others = await Promise.all([1, 2, 3].map(() => openDatabase(place.url)))
    const results = await Promise.all([database, ...others].map((each) => migrate(each)))
    expect(results.flat()).toEqual(names)
    await Promise.all(others.map((other) => other.close()))
  })

  test('new migrations are added to those of an earlier version', async () => {
    await migrate(database)
    expect(await migrate(database, [...migrations, addsATable])).toEqual([addsATable.name])
    expect(await tables()).toContain('extra')
  })

  test('a database with migrations of a newer version is refused, and nothing in it changes', async () => {
    await migrate(database, [...migrations, addsATable])
    const before = [await tables(), await applied()]
    await expect(migrate(database)).rejects.toThrow('The database was made by a newer version of frontdesk.')
    await expect(migrate(database, [...migrations, fails])).rejects.toThrow('Install that version again.')
    expect([await tables(), await applied()]).toEqual(before)
  })

  test('a migration that fails leaves the schema as it was, those before it included', async () => {
    await expect(migrate(database, [...migrations, fails])).rejects.toThrow('nowhere')
    expect(await tables()).toEqual([])

    await migrate(database)
    const before = [await tables(), await applied()]
    await expect(migrate(database, [...migrations, addsATable, fails])).rejects.toThrow('nowhere')
    expect([await tables(), await applied()]).toEqual(before)
    expect(await database.db.selectFrom('instance_settings').selectAll().execute()).toEqual([])
    expect(await migrate(database)).toEqual([])
  })
})
