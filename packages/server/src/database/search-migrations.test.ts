import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../../../tests/environment/database.js'
import { engines } from '../testing/test-server.js'
import { migrate } from './migrate.js'
import { migrations } from './migrations/index.js'
import { type Database, openDatabase } from './open.js'
import { isInIndex } from './search.js'

describe.each(engines)('users of an earlier version on %s', (engine) => {
  let place: FreshDatabase
  let database: Database
  beforeEach(async () => {
    place = await freshDatabase(engine)
    database = await openDatabase(place.url)
    await migrate(database, migrations.slice(0, names.indexOf('0016-search-texts')))
  })
  afterEach(async () => {
    await database.close()
    await place.drop()
  })

  const names = migrations.map(({ name }) => name)
  const empty = { last_name_key: '', public_metadata: '{}', private_metadata: '{}', unsafe_metadata: '{}', updated_at: 0 }
  const user = (id: string, first_name_key: string, created_at: number) =>
    database.db
      .insertInto('users')
      .values({ ...empty, id, first_name_key, created_at, primary_email_address_id: `idn_${id}` } as never) // as the migrations before left the table
      .execute()
  const address = (user_id: string, email_address: string, id = `idn_${user_id}`) =>
    database.db.insertInto('email_addresses').values({ id, user_id, email_address, created_at: 0, updated_at: 0 }).execute()
  const found = async (part: string) => {
    const users = database.db.selectFrom('users').select('id').orderBy('id')
    return (await users.where((where) => isInIndex(database, where.ref('id'), [part])).execute()).map(({ id }) => id)
  }

  test('users of an earlier version are found by parts, however many of them were made in one moment or at the end of time', async () => {
    for (let index = 0; index < 300; index++) await user(`many_${index}`, `n${index}o`, 5)
    await user('last', 'omega', 8_640_000_000_000_000)
    await address('last', 'omega@example.com')
    await migrate(database)
    expect(await found('n123o')).toEqual(['many_123'])
    expect(await found('mega@exam')).toEqual(['last'])
    expect(await found('any_7')).toHaveLength(11)
    expect(await found('om')).toEqual(['last'])

    await user('newer', 'ome', 8_640_000_000_000_000)
    expect(await found('ome')).toEqual(['last', 'newer'])
  })

  test('users of an earlier version are listed by their primary addresses', async () => {
    await user('one', 'a', 1)
    await user('two', 'b', 2)
    await user('none', 'c', 3)
    await address('one', 'z@example.com')
    await address('two', 'y@example.com')
    await address('two', 'a@example.com', 'idn_other')
    await migrate(database)
    const listed = await database.db.selectFrom('users').select(['id', 'primary_address']).orderBy('primary_address').execute()
    expect(listed).toEqual([
      { id: 'none', primary_address: '' },
      { id: 'two', primary_address: 'y@example.com' },
      { id: 'one', primary_address: 'z@example.com' },
    ])
  })
})
