import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type HookedServer, hookedServer, saveProfile } from '../../../testing/hooked-server.js'
import { engines } from '../../../testing/test-server.js'
import { startLimit } from './within-limit.js'

test('what fails when the time is over is told as late, also before the limit itself is heard of', async () => {
  const limit = startLimit(20)
  const busy = async () => {
    for (const end = performance.now() + 25; performance.now() < end; ); // no timer fires meanwhile
    throw new Error('canceling statement due to statement timeout')
  }
  await expect(limit.within('on.user.created', busy)).rejects.toThrow('was not done within 20 ms')
  limit.end()
})

describe.each(engines)('the time that hooks have on %s', (engine) => {
  let server: HookedServer
  beforeAll(async () => {
    server = await hookedServer(engine, { hookLimitMs: 1_500 })
  })
  afterAll(() => server.close())

  test('a slow hook is ended by the limit and named in the log, and what it asks afterwards changes nothing', async () => {
    let afterwards: Promise<unknown> = Promise.resolve()
    server.hook({
      async 'user.created'(event, tx) {
        await saveProfile(event, tx)
        afterwards = pause(2_500).then(() => saveProfile({ ...event, data: { ...event.data, id: 'late' } }, tx))
        await afterwards
      },
    })
    expect(
      await server.gains(async () => {
        expect(await server.createUser('slow@example.com')).toBeRefused(500, 'hook_failed')
        expect(server.failures()).toMatchObject([
          { message: expect.stringMatching(/^The hook on\.user\.created was not done within 1500 ms/), hook: 'on.user.created' },
        ])
        await expect(afterwards).rejects.toThrow('has ended')
      }),
    ).toEqual({})
    server.hook({})
    expect((await server.createUser('slow@example.com')).status).toBe(200) // nothing is held any more
  })

  test('the limit is one for all hooks of a change', async () => {
    const { created_user_id: id } = await server.browser().signUp()
    server.hook({ 'session.revoked': () => pause(1_000), 'user.deleted': () => pause(1_000) })
    expect(await server.backend('DELETE', `/users/${id}`)).toBeRefused(500, 'hook_failed')
    expect(server.failures()).toMatchObject([{ hook: 'on.user.deleted' }])
  })

  test('a hook that takes a second is named in the log, and done', async () => {
    server.hook({ 'user.created': () => pause(1_050) })
    expect((await server.createUser('long@example.com')).status).toBe(200)
    expect(server.logs).toMatchObject([
      { level: 'warn', message: expect.stringMatching(/^The hook on\.user\.created took \d+ ms/), hook: 'on.user.created' },
    ])
  })

  if (engine === 'postgres')
    test('a statement under way at the limit is given up, and its locks are free', async () => {
      server.hook({
        async 'user.created'(event, tx) {
          await saveProfile(event, tx)
          await tx.query('select pg_sleep(60)')
        },
      })
      expect(
        await server.gains(async () => expect(await server.createUser('asleep@example.com')).toBeRefused(500, 'hook_failed')),
      ).toEqual({})
      const asleep = async () =>
        (
          await sql`select from pg_stat_activity where query ~ '^select pg_sleep' and state = 'active'`.execute(
            server.instance.db,
          )
        ).rows
      await expect.poll(asleep, { timeout: 6_000 }).toEqual([])
      server.hook({ 'user.created': saveProfile })
      expect((await server.createUser('asleep@example.com')).status).toBe(200)
    })
})
