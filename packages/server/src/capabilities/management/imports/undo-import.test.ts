import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { eventTypesOf } from '../../../testing/events-of.js'
import { engines, type TestServer, testPassword, testServer } from '../../../testing/test-server.js'
import { importPeople } from './import-people.js'
import { findRun, openRun, type Run } from './runs.js'
import { undoImport } from './undo-import.js'

const webp = `data:image/webp;base64,${Buffer.from('RIFF0000WEBPVP8 ').toString('base64')}`

describe.each(engines)('an import that is taken back, on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await testServer(engine)
  })
  afterAll(() => server.close())

  let runs = 0
  async function bring(count: number, tells = false): Promise<{ run: Run; ids: string[] }> {
    const run = await openRun(server.instance, { source: 'test', files: [], fingerprint: `run ${runs++}`, tells })
    const passwordDigest = await server.instance.passwords.hash(testPassword)
    const ids = Array.from({ length: count }, (_, index) => `user_${run.id.slice(4, 14)}${index}`)
    const entries = ids.map((id) => ({
      place: id,
      person: {
        id,
        emailAddresses: [{ address: `${id}@example.com`, verified: true }],
        passwordDigest,
        passwordHasher: 'argon2id',
        updatedAt: 1_600_000_000_000,
        image: webp,
      },
    }))
    const moved = await importPeople(server.instance, run, entries, { withoutSecondFactors: false })
    server.clock.advance(1000)
    return { run: moved, ids }
  }
  const count = async (table: 'users' | 'images' | 'imported_people') =>
    Number(
      (
        await server.instance.db
          .selectFrom(table)
          .select((s) => s.fn.countAll().as('n'))
          .executeTakeFirstOrThrow()
      ).n,
    )
  const total = async () => (await server.backend('GET', '/users/count')).body.total_count

  test('those who were brought are gone with all that is theirs, and nobody is told', async () => {
    const before = { users: await count('users'), images: await count('images'), total: await total() }
    const { run } = await bring(3)
    expect(await count('images')).toBe(before.images + 3)
    const events = await eventTypesOf(server, async () =>
      expect(await undoImport(server.instance, run.id, { changedToo: false })).toEqual({ removed: 3, kept: 0 }),
    )
    expect(events).toEqual([])
    expect({ users: await count('users'), images: await count('images'), total: await total() }).toEqual(before)
    expect(await findRun(server.instance, run.id)).toMatchObject({ status: 'undone' })
  })

  test('who has signed in, was changed or has a new address stays, until they are meant, too', async () => {
    const { run, ids } = await bring(4)
    await server.browser().signIn(`${ids[0]}@example.com`, testPassword)
    await server.backend('PATCH', `/users/${ids[1]}`, { first_name: 'Ada' })
    await server.backend('POST', '/email_addresses', {
      user_id: ids[2],
      email_address: `new-${ids[2]}@example.com`,
      verified: true,
    })
    expect(await undoImport(server.instance, run.id, { changedToo: false })).toEqual({ removed: 1, kept: 3 })
    for (const [index, status] of [200, 200, 200, 404].entries())
      expect((await server.backend('GET', `/users/${ids[index]}`)).status).toBe(status)
    expect(await undoImport(server.instance, run.id, { changedToo: true })).toEqual({ removed: 3, kept: 0 })
    expect(await count('imported_people')).toBe(0)
  })

  test('a run that told of people tells that they are gone', async () => {
    const { run } = await bring(2, true)
    const events = await eventTypesOf(server, () => undoImport(server.instance, run.id, { changedToo: false }))
    expect(events).toEqual(['user.deleted', 'user.deleted'])
  })

  test('no process goes on with a run that was undone, and an unknown one is told', async () => {
    const { run } = await bring(1)
    await undoImport(server.instance, run.id, { changedToo: false })
    const entry = { place: 'x', person: { id: 'user_late' } }
    await expect(importPeople(server.instance, run, [entry], { withoutSecondFactors: false })).rejects.toThrow('or has undone it')
    await expect(undoImport(server.instance, 'imp_none', { changedToo: false })).rejects.toThrow('There is no import imp_none')
  })
})
