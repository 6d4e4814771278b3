import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startHousekeeping } from '../start/housekeeping.js'
import { engines, type TestServer, testPassword, testServer } from '../testing/test-server.js'
import { kept, purges } from './purges.js'

const dayMs = 24 * 3600_000

describe.each(engines)('on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await testServer(engine)
  })
  afterAll(() => server.close())

  test('every table of the database has something that deletes its rows, or a reason why they stay', async () => {
    const tables = await server.instance.db.introspection.getTables()
    const isPartOfSearch = (name: string) => /^search_(index|vocabulary|tail)/.test(name) // SQLite's, of search_texts: its triggers keep them
    const names = tables.map(({ name }) => name).filter((name) => !isPartOfSearch(name))
    expect(names.toSorted()).toEqual(Object.keys(kept).toSorted())
    for (const entry of Object.values(kept)) expect(entry).not.toBe('')
  })

  /** How much there is of what time makes worthless. */
  const counts = async () => {
    const tables = Object.entries(kept).flatMap(([table, entry]) =>
      typeof entry === 'string' ? [] : [table as keyof typeof kept],
    )
    const rows = tables.map(async (table) => [table, (await server.instance.db.selectFrom(table).selectAll().execute()).length])
    return Object.fromEntries(await Promise.all(rows)) as Partial<Record<keyof typeof kept, number>>
  }

  test('housekeeping deletes the rows of each table on their day, and none before', async () => {
    const browser = server.browser()
    await browser.signUp('jane@example.com')
    const added = await browser.call('POST', '/me/email_addresses', { email_address: 'former@example.com' })
    const path = `/me/email_addresses/${added.body.response.id}`
    await browser.call('POST', `${path}/prepare_verification`, { strategy: 'email_code' })
    const code = await server.mailbox.lastCode('former@example.com')
    await browser.call('POST', `${path}/attempt_verification`, { code })
    await browser.call('DELETE', path)
    await server.browser().call('POST', '/client/sign_ins', { identifier: 'jane@example.com', password: testPassword })
    await server.instance.deliveries.deliver()
    const housekeeping = startHousekeeping(server.instance, purges)

    const days: Record<number, string[]> = {}
    let before = await counts()
    for (let day = 1; day <= 120; day++) {
      server.clock.advance(dayMs)
      await housekeeping.run()
      const after = await counts()
      const gone = Object.keys(before).filter((table) => after[table as keyof typeof kept]! < before[table as keyof typeof kept]!)
      if (gone.length > 0) days[day] = gone
      before = after
    }
    expect(days).toEqual({
      2: ['one_time_secrets'], // codes work for ten minutes
      3: ['sign_ins', 'sign_ups'], // they are abandoned after a day
      9: ['former_addresses', 'one_time_secrets'], // the links of notices work for a week
      31: ['events', 'messages'],
      98: ['sessions'], // they live for a week
      106: ['clients'], // a week after their last session
    })
    await housekeeping.close()
  })
})
