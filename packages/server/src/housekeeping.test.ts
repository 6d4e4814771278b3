import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startHousekeeping } from './housekeeping.js'
import { engines, type TestServer, testPassword, testServer } from './testing/test-server.js'

describe.each(engines)('housekeeping on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await testServer(engine)
  })
  afterAll(() => server.close())

  const rowsOf = async (table: 'one_time_secrets' | 'sign_ins' | 'sign_ups') =>
    (await server.instance.db.selectFrom(table).selectAll().execute()).length

  test('deletes codes, links and attempts a day after their end, and nothing before', async () => {
    const housekeeping = startHousekeeping(server.instance)
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
})
