/** What a hook may do with its transaction. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { HookEvent, HookTransaction, SqliteClient } from '../../../start/hook-types.js'
import { type HookedServer, hookedServer, saveProfile } from '../../../testing/hooked-server.js'
import { engines } from '../../../testing/test-server.js'

describe.each(engines)("a hook's transaction on %s", (engine) => {
  let server: HookedServer
  beforeAll(async () => {
    server = await hookedServer(engine)
  })
  afterAll(() => server.close())

  let users = 0
  /** What a user gets who is created with this hook, and what is left of it. */
  async function created(hook: (event: HookEvent<'user.created'>, tx: HookTransaction) => unknown) {
    server.hook({ 'user.created': hook })
    let status = 0
    const gained = await server.gains(async () => {
      status = (await server.createUser(`user-${++users}@example.com`)).status
    })
    return { status, users: gained.users ?? 0, profiles: gained.app_profiles ?? 0 }
  }
  const undone = { status: 500, users: 0, profiles: 0 }

  test('rows, values and placeholders are those of the engine', async () => {
    const found: unknown[] = []
    await created(async (event, tx) => {
      await saveProfile(event, tx)
      const text = `select user_id from app_profiles where user_id = ${tx.engine === 'sqlite' ? '?' : '$1'}`
      found.push(
        tx.engine,
        (await tx.query<{ user_id: string }>(text, [event.data.id])).map((row) => row.user_id === event.data.id),
      )
      found.push(await tx.sql<{ one: number }>`select 1 as one`, await tx.sql`select ${undefined} as missing`)
      found.push(await tx.query('delete from app_profiles'))
    })
    expect(found).toEqual([engine, [true], [{ one: 1 }], [{ missing: null }], []])
  })

  test('statements that are asked at once run one after the other', async () => {
    const ids = Array.from({ length: 20 }, (_, at) => `at once ${at}`)
    await created((_event, tx) => Promise.all(ids.map((id) => tx.sql`insert into app_profiles (user_id) values (${id})`)))
    const stored = (await server.rowsOf('app_profiles')).map(({ user_id }) => String(user_id))
    expect(stored.filter((id) => id.startsWith('at once'))).toEqual(ids)
  })

  test('a statement that nobody awaits is waited for, and undoes the change if it fails', async () => {
    expect(await created((event, tx) => void saveProfile(event, tx))).toEqual({ status: 200, users: 1, profiles: 1 })
    expect(await created((_event, tx) => void tx.sql`insert into app_nothing values (1)`)).toEqual(undone)
  })

  test('what is asked after the hook is refused, and said so in the log', async () => {
    let ask: () => Promise<unknown> = async () => {}
    const kept = await created((event, tx) => {
      ask = () => saveProfile(event, tx)
    })
    expect(kept).toEqual({ status: 200, users: 1, profiles: 0 })
    await expect(ask()).rejects.toThrow('The hook on.user.created has ended, and its transaction with it')
    expect(server.failures()).toMatchObject([{ hook: 'on.user.created', message: expect.stringContaining('has ended') }])
  })

  test('a hook can neither end the transaction nor begin another', async () => {
    const texts = ['commit', ' /* done */ COMMIT', ';commit', '-- now\nrollback', 'begin', 'end', 'abort', 'start transaction']
    for (const text of texts) {
      const ended = await created(async (event, tx) => {
        await saveProfile(event, tx)
        await tx.query(text)
      })
      expect([text, ended]).toEqual([text, undone])
      expect(server.failures()).toMatchObject([{ message: expect.stringContaining('neither begins nor ends one') }])
    }
  })

  test('a savepoint undoes a part', async () => {
    const part = await created(async (event, tx) => {
      await saveProfile(event, tx)
      await tx.query('savepoint twice')
      await saveProfile(event, tx).catch(() => tx.query('rollback to twice'))
    })
    expect(part).toEqual({ status: 200, users: 1, profiles: 1 })
  })

  test('of several statements in one text none is left out without a word', async () => {
    const two = "insert into app_profiles values ('1', ';'); insert into app_profiles values ('2', '')"
    expect(await created((_event, tx) => tx.query(two))).toEqual(undone)
    const one = "insert into app_profiles values ('one;two', 'a''b') -- ; the end\n;"
    expect(await created((_event, tx) => tx.query(one))).toEqual({ status: 200, users: 1, profiles: 1 })
  })

  test('a failure that a hook passes over is never answered as if it were committed', async () => {
    const passedOver = await created((_event, tx) => tx.query('insert into app_nothing values (1)').catch(() => {}))
    // PostgreSQL takes nothing more after it, and SQLite goes on.
    expect(passedOver).toEqual(engine === 'sqlite' ? { status: 200, users: 1, profiles: 0 } : undone)
    if (engine === 'postgres')
      expect(server.failures()).toMatchObject([{ message: expect.stringContaining('went on after a statement that failed') }])
  })

  if (engine === 'sqlite')
    test('what was prepared in a hook is refused after it, too', async () => {
      let insert = () => {}
      await created((event, tx) => {
        const statement = tx.client<SqliteClient>().prepare('insert into app_profiles (user_id) values (?)')
        insert = () => void statement.run(event.data.id)
      })
      expect(insert).toThrow('has ended')
    })
})
