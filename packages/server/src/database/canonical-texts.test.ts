import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../../../tests/environment/database.js'
import type { LogLine } from '../start/frontdesk-options.js'
import { engines } from '../testing/test-server.js'
import { migrate } from './migrate.js'
import { migrations } from './migrations/index.js'
import { type Database, openDatabase } from './open.js'

describe.each(engines)('texts of earlier versions on %s', (engine) => {
  let place: FreshDatabase
  let database: Database
  let logs: LogLine[]
  beforeEach(async () => {
    place = await freshDatabase(engine)
    database = await openDatabase(place.url)
    logs = []
    await migrate(database, migrations.slice(0, 2))
  })
  afterEach(async () => {
    await database.close()
    await place.drop()
  })

  const renew = () => migrate(database, migrations, (line) => logs.push(line))
  const user = async (id: string, columns: object = {}) => {
    const empty = { first_name_key: '', last_name_key: '', public_metadata: '{}', private_metadata: '{}', unsafe_metadata: '{}' }
    const row = { id, ...empty, password_compromised: 0, banned: 0, failed_attempts: 0, created_at: 0, updated_at: 0, ...columns }
    await database.db
      .insertInto('users')
      .values(row as never)
      .execute() // as the first migration left the table
  }
  let position = 0
  const address = async (user_id: string, email_address: string, columns: object = {}) => {
    const created_at = ++position
    const row = { id: `idn_${100 - created_at}`, user_id, email_address, verified_at: 1, created_at, updated_at: 0, ...columns }
    await database.db
      .insertInto('email_addresses')
      .values(row as never)
      .execute()
  }
  const addresses = async () => {
    const rows = await database.db
      .selectFrom('email_addresses')
      .select(['user_id', 'email_address'])
      .orderBy('created_at')
      .execute()
    return rows.map((row) => `${row.user_id} ${row.email_address}`)
  }
  const unverified = { verified_at: null }

  test('a blank external id and a blank locale of an earlier version become null', async () => {
    await user('a', { external_id: '', locale: '' })
    await user('b', { external_id: 'kept', locale: 'de' })
    await renew()
    const users = await database.db.selectFrom('users').select(['external_id', 'locale']).orderBy('id').execute()
    expect(users).toEqual([
      { external_id: null, locale: null },
      { external_id: 'kept', locale: 'de' },
    ])
  })

  test('addresses of an earlier version get their canonical spelling, and those that have it stay', async () => {
    await user('a')
    await address('a', 'ada@bücher.example')
    await address('a', 'ada@xn--mller-kva.de')
    await address('a', 'größe@example.com')
    await address('a', 'claim@bücher.example', unverified)
    await renew()
    expect(await addresses()).toEqual([
      'a ada@xn--bcher-kva.example',
      'a ada@xn--mller-kva.de',
      'a größe@example.com',
      'a claim@xn--bcher-kva.example',
    ])
    expect(logs).toEqual([])
  })

  test('of two accounts with spellings of one mailbox the older signs in with it, and the other loses nothing', async () => {
    for (const id of ['a', 'b', 'c', 'd']) await user(id)
    await address('a', 'one@bücher.example')
    await address('b', 'one@xn--bcher-kva.example')
    await address('c', 'two@xn--bcher-kva.example')
    await address('d', 'two@bücher.example')
    await renew()
    expect(await addresses()).toEqual([
      'a one@xn--bcher-kva.example',
      'b one@bücher.example',
      'c two@xn--bcher-kva.example',
      'd two@bücher.example',
    ])
    expect(logs.map(({ level, signsIn, left }) => [level, signsIn, left])).toEqual([
      ['warn', { id: expect.any(String), user: 'a' }, { id: expect.any(String), user: 'b' }],
      ['warn', { id: expect.any(String), user: 'c' }, { id: expect.any(String), user: 'd' }],
    ])
    expect(JSON.stringify(logs)).not.toContain('bücher')
  })

  test('of several accounts whose addresses get one new spelling the oldest signs in, and the others keep theirs', async () => {
    const composed = 'one@bücher.example'.normalize('NFC')
    const decomposed = composed.normalize('NFD')
    for (const id of ['a', 'b', 'c']) await user(id)
    await address('c', 'one@ｂücher.example', { created_at: 3 })
    await address('b', decomposed, { created_at: 2 })
    await address('a', composed, { created_at: 1 })
    await renew()
    expect(await addresses()).toEqual(['a one@xn--bcher-kva.example', `b ${decomposed}`, 'c one@ｂücher.example'])
    expect(logs.map(({ signsIn, left }) => [signsIn, left])).toMatchObject([
      [{ user: 'a' }, { user: 'b' }],
      [{ user: 'a' }, { user: 'c' }],
    ])
  })

  test("a verified address makes way for an older one although both users have claimed the other's spelling too", async () => {
    for (const id of ['a', 'b']) await user(id)
    await address('a', 'one@bücher.example')
    await address('a', 'one@xn--bcher-kva.example', unverified)
    await address('b', 'one@xn--bcher-kva.example')
    await address('b', 'one@bücher.example', unverified)
    await renew()
    expect(await addresses()).toEqual([
      'a one@xn--bcher-kva.example',
      'a one@bücher.example',
      'b one@bücher.example',
      'b one@xn--bcher-kva.example',
    ])
    expect(logs.map(({ signsIn, left }) => [signsIn, left]).toSorted()).toMatchObject([
      [{ user: 'a' }, { user: 'a' }],
      [{ user: 'a' }, { user: 'b' }],
    ])
  })

  test('an address that is none any more stays as it was, and the log names it where it was verified', async () => {
    for (const id of ['a', 'b']) await user(id)
    await address('a', 'ada@bücher', unverified)
    await address('b', 'ada@bücher')
    await renew()
    expect(await addresses()).toEqual(['a ada@bücher', 'b ada@bücher'])
    expect(logs).toMatchObject([{ level: 'warn', user: 'b', message: expect.stringContaining('signs nobody in') }])
  })

  test('attack: an older claim to an address is worth nothing beside a verified one', async () => {
    await user('thief')
    await user('owner')
    await address('thief', 'one@bücher.example', unverified)
    await address('owner', 'one@xn--bcher-kva.example')
    await address('owner', 'two@xn--bcher-kva.example', unverified)
    await address('owner', 'two@bücher.example')
    await renew()
    const verified = await database.db
      .selectFrom('email_addresses')
      .select(['user_id', 'email_address'])
      .where('verified_at', 'is not', null)
      .orderBy('created_at')
      .execute()
    expect(verified).toEqual([
      { user_id: 'owner', email_address: 'one@xn--bcher-kva.example' },
      { user_id: 'owner', email_address: 'two@xn--bcher-kva.example' },
    ])
    expect(await addresses()).toEqual([
      'thief one@xn--bcher-kva.example', // claims of others are no hindrance
      'owner one@xn--bcher-kva.example',
      'owner two@bücher.example',
      'owner two@xn--bcher-kva.example',
    ])
  })

  test('attack: a mailbox in full-width letters becomes the one that it imitates', async () => {
    await user('thief')
    await address('thief', 'ｃｅｏ@example.com')
    await renew()
    expect(await addresses()).toEqual(['thief ｃｅｏ@example.com'])
    expect(logs).toMatchObject([{ level: 'warn', user: 'thief' }])
  })

  test('usernames and names of an earlier version are found in every normal form', async () => {
    const first_name = 'José'.normalize('NFD')
    const names = { first_name, first_name_key: first_name.toLowerCase(), last_name: 'Roe', last_name_key: 'roe' }
    await user('a', { ...names, username: 'Νικος', username_key: 'νικος' })
    await user('b', { username: 'zoë', username_key: 'zoë' })
    await user('c', { username: 'ümit', username_key: 'ümit'.normalize('NFC') })
    await renew()
    expect(logs).toEqual([])
    const rows = await database.db
      .selectFrom('users')
      .select(['first_name', 'first_name_key', 'last_name_key', 'username_key'])
      .orderBy('id')
      .execute()
    expect(rows).toEqual([
      { first_name, first_name_key: 'josé'.normalize('NFC'), last_name_key: 'roe', username_key: 'νικοσ' },
      { first_name: null, first_name_key: '', last_name_key: '', username_key: 'zoë'.normalize('NFC') },
      { first_name: null, first_name_key: '', last_name_key: '', username_key: 'ümit'.normalize('NFC') },
    ])
  })

  test('the names of more people than are read at once are found in every normal form', async () => {
    const last_name = 'José'.normalize('NFD')
    for (let number = 1; number <= 1001; number++)
      await user(`user_${number}`, { last_name, last_name_key: last_name.toLowerCase() })
    await renew()
    expect(await database.db.selectFrom('users').select('last_name_key').distinct().execute()).toEqual([
      { last_name_key: 'josé'.normalize('NFC') },
    ])
  })

  test('two users whose usernames are one keep theirs, and the log names them', async () => {
    await user('a', { username: 'νικοσ', username_key: 'νικοσ' })
    await user('b', { username: 'νικος', username_key: 'νικος' })
    await renew()
    expect(logs).toMatchObject([{ level: 'warn', signsIn: 'a', left: 'b' }])
    const keys = await database.db.selectFrom('users').select('username_key').orderBy('id').execute()
    expect(keys).toEqual([{ username_key: 'νικοσ' }, { username_key: 'νικος' }])
  })

  test('of two users whose usernames become one the older signs in with it', async () => {
    await user('a', { username: 'ΝΙΚΟΣ', username_key: 'νικος', created_at: 2 })
    const decomposed = 'νίκος'.normalize('NFD')
    await user('b', { username: decomposed, username_key: decomposed, created_at: 2 })
    await user('c', { username: 'νίκος', username_key: 'νίκος'.normalize('NFC'), created_at: 1 })
    await renew()
    expect(logs).toMatchObject([{ level: 'warn', signsIn: 'c', left: 'b' }])
    const keys = await database.db.selectFrom('users').select('username_key').orderBy('id').execute()
    expect(keys.map(({ username_key }) => username_key)).toEqual(['νικοσ', decomposed, 'νίκοσ'.normalize('NFC')])
  })

  test('a sign-up under way goes on with the canonical address, or without one, and finished ones stay', async () => {
    await database.db
      .insertInto('clients')
      .values({ id: 'c', secret_digest: 'x', created_at: 0, updated_at: 0 } as never)
      .execute()
    const signUp = async (id: string, status: string, email_address: string) => {
      const row = { id, client_id: 'c', status, email_address, unsafe_metadata: '{}' }
      await database.db
        .insertInto('sign_ups')
        .values({ ...row, abandon_at: 0, created_at: 0, updated_at: 0 } as never)
        .execute()
    }
    await signUp('s1', 'missing_requirements', 'ada@bücher.example')
    await signUp('s2', 'missing_requirements', 'ada@bücher')
    await signUp('s3', 'complete', 'ada@bücher.example')
    await renew()
    const rows = await database.db.selectFrom('sign_ups').select('email_address').orderBy('id').execute()
    expect(rows.map((row) => row.email_address)).toEqual(['ada@xn--bcher-kva.example', null, 'ada@bücher.example'])
  })
})
