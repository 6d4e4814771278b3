import { canonicalAddressParts, canonicalEmailAddress, nameKey } from '@frontdesk/contract'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { engines, type TestServer, testServer } from '../../../testing/test-server.js'

/** The same numbers each time, from 0 up to `below`. */
function createRandom(seed: number) {
  let state = seed
  const random = (below: number) => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % below
  }
  const pick = <One>(list: readonly One[]): One => list[random(list.length)]!
  const text = (letters: readonly string[], length: number) => Array.from({ length }, () => pick(letters)).join('')
  return { random, pick, text }
}

const { random, pick, text } = createRandom(7)

// What either engine, its patterns or its queries might take for something else; few letters, so that parts recur.
const letters = [...'aabbcxIiıİßςΣσéÉ%_\\\'"*:&|!()<> -.@王伟𝒜', 'e\u0301', 'ö', 'o\u0308', '😀', '👩‍💻', 'ﬁ', '\u{10ffff}']
const inAddresses = [..."aabbcxi%_'*&|!-王éß"]
const domains = ['example.com', 'bücher.example', 'a-b.example', 'xn--bcher-kva.example']

const newPerson = (id: string) => {
  const names = { first_name_key: nameKey(text(letters, random(5))), last_name_key: nameKey(text(letters, random(5))) }
  return { id, username_key: random(2) ? `${nameKey(text(letters, random(6)))}${id}` : null, ...names }
}
const newAddress = (id: string) =>
  canonicalEmailAddress(`${text(inAddresses, 1 + random(5)).replace(/^-/, 'a')}${id}@${pick(domains)}`)!

describe.each(engines)('search for users by a part of a text on %s', (engine) => {
  const start = Date.UTC(2026, 0, 1)
  let server: TestServer
  beforeAll(async () => {
    server = await testServer(engine)
    const { db } = server.instance
    for (let from = 0; from < 1_300; from += 100) {
      const ids = Array.from({ length: 100 }, (_, index) => from + index)
      const values = ids.map((index) => ({
        ...newPerson(`user_${text([...'abcdefgh'], 6)}${index}`),
        public_metadata: '{}',
        private_metadata: '{}',
        unsafe_metadata: '{}',
        created_at: start - random(4_000), // many in one second, in no order
        updated_at: start,
      }))
      await db
        .insertInto('users')
        .values(values as never)
        .execute() // the others have defaults
      const owners = values.flatMap(({ id }) => Array.from({ length: random(3) }, () => id))
      const addresses = owners.map((user_id, index) => ({
        id: `idn_${from}_${index}`,
        user_id,
        email_address: newAddress(`${from}${index}`),
        created_at: start,
        updated_at: start,
      }))
      await db
        .insertInto('email_addresses')
        .values(addresses as never)
        .execute() // as above
    }
    const some = await db.selectFrom('users').select('id').orderBy('id').limit(800).execute()
    const changes = [
      (id: string) => db.updateTable('users').set(newPerson(id)).where('id', '=', id),
      (id: string) =>
        db
          .updateTable('users')
          .set({ created_at: start - random(4_000) })
          .where('id', '=', id),
      (id: string) => db.deleteFrom('users').where('id', '=', id),
      (id: string) => db.deleteFrom('email_addresses').where('user_id', '=', id),
      (id: string) =>
        db
          .updateTable('email_addresses')
          .set({ email_address: newAddress(id) })
          .where('id', '=', (first) =>
            first.selectFrom('email_addresses').select('id').where('user_id', '=', id).orderBy('id').limit(1),
          ),
    ]
    for (const { id } of some) if (random(4) === 0) await pick(changes)(id).execute()
  }, 60_000)
  afterAll(() => server.close())

  /** The people as they are, in the order of the list, each with a function that tells whether a filter finds them. */
  async function everybody() {
    const { db } = server.instance
    const users = await db
      .selectFrom('users')
      .select(['id', 'username_key', 'first_name_key', 'last_name_key', 'created_at'])
      .execute()
    const addresses = await db.selectFrom('email_addresses').select(['user_id', 'email_address']).execute()
    const addressesOf = (id: string) => addresses.filter(({ user_id }) => user_id === id)
    return users
      .sort((a, b) => b.created_at - a.created_at || (a.id < b.id ? 1 : -1))
      .map(({ id, username_key, first_name_key, last_name_key }) => {
        const has: Record<string, (typed: string) => boolean> = {
          email_address_query: (typed) =>
            addressesOf(id).some(({ email_address }) =>
              canonicalAddressParts(typed).some((part) => email_address.includes(part)),
            ),
          username_query: (typed) => username_key?.includes(nameKey(typed)) ?? false,
          name_query: (typed) => `${first_name_key} ${last_name_key}`.includes(nameKey(typed)),
        }
        const query = (typed: string) =>
          Object.values(has).some((one) => one(typed)) || (typed.length >= 6 && id.toLowerCase().includes(typed.toLowerCase()))
        return { id, has: { ...has, query } as typeof has }
      })
  }

  test('a search by part finds whom a look at everybody finds, in the same order, and counts them', async () => {
    const people = await everybody()
    const filters = ['query', 'query', 'email_address_query', 'username_query', 'name_query']
    const rows = await server.instance.db.selectFrom('search_texts').select('text').limit(1_000).execute()
    let found = 0
    for (let turn = 0; turn < 120; turn++) {
      const whole = [...pick(rows).text]
      const from = random(whole.length)
      const part = random(3)
        ? whole.slice(from, from + 1 + random(8)).join('') // in somebody's text
        : text(letters, 1 + random(4))
      const typed = part.replace(/\n/g, ' ').trim()
      if (!typed) continue
      const filter = pick(filters)
      const expected = people.filter(({ has }) => has[filter]!(typed)).map(({ id }) => id)
      const query = `${filter}=${encodeURIComponent(typed)}`
      const [limit, offset] = [1 + random(40), random(3) ? 0 : random(60)]
      const page = await server.backend('GET', `/users?${query}&limit=${limit}&offset=${offset}`)
      expect([typed, page.body.map(({ id }: { id: string }) => id)]).toEqual([typed, expected.slice(offset, offset + limit)])
      const count = await server.backend('GET', `/users/count?${query}`)
      expect([typed, count.body.total_count]).toEqual([typed, expected.length])
      found += expected.length
    }
    expect(found).toBeGreaterThan(1_000)
  }, 60_000)

  test('a long part, and one that nobody has, are searched for as well', async () => {
    for (const typed of ['x'.repeat(256), '王'.repeat(256), '"'.repeat(255), "\\'".repeat(128), '😀'.repeat(128)])
      expect((await server.backend('GET', `/users?query=${encodeURIComponent(typed)}`)).body).toEqual([])
  })

  test('a search by part of a deleted user leaves nothing behind', async () => {
    const { db } = server.instance
    const texts = async () => {
      const { rows } = await sql<{ text: string }>`select text from ${sql.table('search_texts')}`.execute(db)
      if (engine === 'postgres') return rows.map((row) => row.text).join()
      const blocks = await sql<{ block: Uint8Array }>`select block from search_index_data`.execute(db)
      return [...rows.map((row) => row.text), ...blocks.rows.map(({ block }) => Buffer.from(block).toString('latin1'))].join()
    }
    const before = await texts()
    expect(before).not.toContain('qzj')

    const body = { first_name: 'qzj', email_address: ['qzj@example.com'], skip_password_requirement: true }
    const { id } = (await server.backend('POST', '/users', body)).body
    // As many as the index takes at once, and that one among them.
    await db.updateTable('users').set({ last_name_key: 'many' }).where('id', '!=', id).execute()
    expect((await server.backend('GET', '/users?query=qzj')).body).toHaveLength(1)
    expect(await texts()).toContain('qzj')

    await server.backend('DELETE', `/users/${id}`)
    expect((await server.backend('GET', '/users?query=qzj')).body).toEqual([])
    expect(await texts()).not.toContain('qzj')
  })
})

test('a search leads to its deepest pages, also where more are found than one statement of SQLite takes values', async () => {
  const server = await testServer('sqlite')
  const body = { first_name: 'Ada', email_address: ['ada@example.com'], skip_password_requirement: true }
  const { id } = (await server.backend('POST', '/users', body)).body
  await sql`with recursive counted (at) as (select 1 union all select at + 1 from counted where at < 33000)
    insert into email_addresses (id, user_id, email_address, created_at, updated_at)
    select 'idn_' || at, ${id}, 'ada' || at || '@example.com', 0, 0 from counted`.execute(server.instance.db)
  const page = (offset: number) => server.backend('GET', `/users?query=example.com&limit=500&offset=${offset}`)
  expect((await page(17_000)).body).toEqual([])
  expect((await page(0)).body).toMatchObject([{ id }])
  await server.close()
})
