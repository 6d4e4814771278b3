import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { purges } from '../edges/purges.js'
import { engines, type TestServer, testPassword, testServer } from '../testing/test-server.js'
import { startHousekeeping } from './housekeeping.js'

const dayMs = 24 * 3600_000

describe.each(engines)('housekeeping on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await testServer(engine)
  })
  afterAll(() => server.close())

  const rowsOf = async (table: 'one_time_secrets' | 'sign_ins' | 'sign_ups') =>
    (await server.instance.db.selectFrom(table).selectAll().execute()).length

  test('housekeeping deletes codes, links and attempts a day after their end, and nothing before', async () => {
    const housekeeping = startHousekeeping(server.instance, purges)
    const address = 'old@example.com'
    await server.browser().signUp(address)
    await server.browser().signIn(address)
    await server.browser().call('POST', '/client/sign_ups', { email_address: 'unfinished@example.com', password: testPassword })

    await housekeeping.run()
    expect([await rowsOf('one_time_secrets'), await rowsOf('sign_ins'), await rowsOf('sign_ups')]).toEqual([2, 1, 2])

    server.clock.advance(9 * 24 * 3600_000)
    await housekeeping.run()
    expect([await rowsOf('one_time_secrets'), await rowsOf('sign_ins'), await rowsOf('sign_ups')]).toEqual([0, 0, 0])
    expect((await server.browser().signIn(address)).status).toBe('complete')
    await housekeeping.close()
  })

  test('housekeeping deletes events after the days they are kept, and none before', async () => {
    const own = await testServer(engine, { events: { keptDays: 3 } })
    const housekeeping = startHousekeeping(own.instance, purges)
    await own.browser().signUp('old@example.com')
    own.clock.advance(2 * dayMs)
    await own.browser().signIn('old@example.com')
    const all = await own.events()
    await housekeeping.run()
    expect(await own.events()).toEqual(all)

    own.clock.advance(dayMs + 1)
    await housekeeping.run()
    const kept = all.slice(all.indexOf('session.created') + 1)
    expect(kept).toContain('session.created')
    expect(await own.events()).toEqual(kept.slice(kept.indexOf('session.created')))
    await housekeeping.close()
    await own.close()
  })

  test('attack: browsers that nobody signs in from are forgotten a week after their last attempt, those of people are kept', async () => {
    const own = await testServer(engine)
    const housekeeping = startHousekeeping(own.instance, purges)
    const clients = async () => (await own.instance.db.selectFrom('clients').select('id').execute()).length
    const [stranger, hesitant, person] = [own.browser(), own.browser(), own.browser()]
    await stranger.call('POST', '/client')
    await hesitant.call('POST', '/client')
    await person.signUp('jane@example.com')
    expect(await clients()).toBe(3)

    own.clock.advance(6 * dayMs)
    await hesitant.call('POST', '/client/sign_ins', { identifier: 'jane@example.com' })
    own.clock.advance(2 * dayMs)
    await housekeeping.run()
    expect(await clients()).toBe(2)
    expect((await stranger.call('GET', '/client')).body.response).toBeNull()
    expect((await hesitant.call('GET', '/client')).body.response).not.toBeNull()

    expect((await stranger.signIn('jane@example.com')).status).toBe('complete')
    own.clock.advance(100 * dayMs)
    await housekeeping.run() // the sessions of jane are over for three months: their browsers have a week left
    expect(await own.instance.db.selectFrom('sessions').select('id').execute()).toEqual([])
    expect(await clients()).toBe(2)
    own.clock.advance(7 * dayMs + 1)
    await housekeeping.run()
    expect(await clients()).toBe(0)
    expect((await person.signIn('jane@example.com')).status).toBe('complete')
    await housekeeping.close()
    await own.close()
  })
})
