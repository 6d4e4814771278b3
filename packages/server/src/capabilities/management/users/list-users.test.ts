import { backendApi } from '@frontdesk/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type AnyBody, engines, type TestServer, testServer } from '../../../testing/test-server.js'

const start = Date.UTC(2026, 0, 1)

// Made a second apart, in this order.
const people = [
  { first_name: 'Ada', last_name: 'Lovelace', username: 'countess', email_address: ['ada@engine.example'], external_id: 'one' },
  {
    first_name: 'Élodie',
    last_name: 'Ångström',
    email_address: ['ELODIE@Example.com', 'second@example.com'],
    external_id: '-two',
  },
  { first_name: 'Percy', last_name: '100%', username: 'under_score', email_address: ['percy@example.com'] },
  { first_name: 'Quirin', last_name: 'back\\slash', username: 'underXscore', email_address: ['quirin@example.com'] },
  { last_name: 'lovelace', username: 'Nameless', skip_user_requirement: true },
]

describe.each(engines)('the list of users on %s', (engine) => {
  let server: TestServer
  let ids: string[]

  beforeAll(async () => {
    server = await testServer(engine)
    ids = []
    for (const person of people) {
      server.clock.advance(1_000)
      const made = await server.backend('POST', '/users', { ...person, skip_password_requirement: true })
      expect(made.status).toBe(200)
      ids.push(made.body.id)
    }
    server.clock.advance(1_000)
    await server.backend('POST', `/users/${ids[2]}/ban`)
  })
  afterAll(() => server.close())

  /** Positions in `people`; the count is checked along with the list. */
  async function found(query: string): Promise<number[]> {
    const filter = query.replace(/(^|&)(order_by|limit|offset|starting_after)=[^&]*/g, '').replace(/^&/, '')
    const [list, count] = [await server.backend('GET', `/users?${query}`), await server.backend('GET', `/users/count?${filter}`)]
    expect(list.status).toBe(200)
    backendApi.users.getUserList.shapes.response.parse(list.body)
    expect(backendApi.users.getCount.shapes.response.parse(count.body).total_count).toBeGreaterThanOrEqual(list.body.length)
    if (!/limit|offset|starting_after/.test(query)) expect(count.body.total_count).toBe(list.body.length)
    return list.body.map((user: AnyBody) => ids.indexOf(user.id))
  }

  test('the list of users begins with the newest', async () => {
    expect(await found('')).toEqual([4, 3, 2, 1, 0])
    expect((await server.backend('GET', '/users/count')).body).toEqual({ object: 'total_count', total_count: 5 })
  })

  test.each<[string, number[]]>([
    ['email_address=ADA@engine.example', [0]],
    ['email_address=ada@engine.example&email_address=second@example.com', [1, 0]],
    ['email_address=ada@engine.example,second@example.com', [1, 0]],
    ['email_address=nobody@example.com', []],
    ['username=COUNTESS&username=nameless', [4, 0]],
    ['external_id=one', [0]],
    ['external_id=%2Bone', [0]],
    ['external_id=-one', [4, 3, 2, 1]],
    ['external_id=%2B-two', [1]],
    ['phone_number=%2B15555550100', []],
    ['phone_number_query=555', []],
    ['web3_wallet=0x0', []],
    ['organization_id=org_x', []],
    ['organization_id=-org_x', [4, 3, 2, 1, 0]],
    ['provider=oauth_google&provider_user_id=1', []],
    ['query=lovelace', [4, 0]],
    ['query=ADA%20LOVE', [0]],
    ['query=%C3%89LODIE', [1]],
    ['query=E%CC%81LODIE', [1]],
    ['name_query=A%CC%8Angstro%CC%88m', [1]],
    ['username=%20COUNTESS%20', [0]],
    ['username_query=%EF%BD%83ountess', [0]],
    ['query=%C3%A5ngstr', [1]],
    ['query=ello', []],
    ['query=@example', [3, 2, 1]],
    ['query=', [4, 3, 2, 1, 0]],
    ['query=%25', [2]],
    ['query=_', [2]],
    ['query=%5C', [3]],
    ["query='%20or%201=1--", []],
    ['email_address_query=ENGINE', [0]],
    ['email_address_query=lovelace', []],
    ['username_query=under_', [2]],
    ['username_query=UNDER', [3, 2]],
    ['name_query=lace', [4, 0]],
    ['name_query=100%25', [2]],
    ['banned=true', [2]],
    ['banned=false', [4, 3, 1, 0]],
    [`created_at_before=${start + 3_000}`, [1, 0]],
    [`created_at_after=${start + 3_000}`, [4, 3]],
    [`created_at_after=${start + 1_000}&created_at_before=${start + 4_000}&name_query=o`, [1]],
    ['last_sign_in_at_after=0', []],
    ['last_sign_in_at_before=9999999999999', []],
    ['last_active_at_after=0', []],
    ['last_active_at_before=9999999999999', []],
    ['last_active_at_since=0', []],
  ])('the list of users is filtered by %s', async (query, expected) => {
    expect(await found(query)).toEqual(expected)
  })

  test('the list of users finds users by ids, by a part of an id, and leaves ids out', async () => {
    expect(await found(`user_id=${ids[0]}&user_id=%2B${ids[1]}`)).toEqual([1, 0])
    expect(await found(`user_id=-${ids[0]}&user_id=-${ids[4]}`)).toEqual([3, 2, 1])
    expect(await found(`user_id=${ids[0]}&user_id=-${ids[0]}`)).toEqual([])
    expect(await found(`query=${ids[3]}`)).toEqual([3])
    expect(await found(`query=${ids[3]!.slice(8, 20)}`)).toEqual([3])
  })

  test.each<[string, number[]]>([
    ['created_at', [0, 1, 2, 3, 4]],
    ['%2Bcreated_at', [0, 1, 2, 3, 4]],
    ['-created_at', [4, 3, 2, 1, 0]],
    ['updated_at', [0, 1, 3, 4, 2]],
    ['first_name', [4, 0, 2, 3, 1]], // none first, then by code point
    ['-first_name', [1, 3, 2, 0, 4]],
    ['last_name', [2, 3, -1, -1, 1]], // two Lovelaces: the id decides
    ['username', [1, 0, 4, 2, 3]],
    ['-username', [3, 2, 4, 0, 1]],
    ['email_address', [4, 0, 1, 2, 3]],
    ['-email_address', [3, 2, 1, 0, 4]],
  ])('the list of users is ordered by %s', async (order, expected) => {
    const positions = await found(`order_by=${order}`)
    expect(positions.map((position, at) => (expected[at] === -1 ? -1 : position))).toEqual(expected)
  })

  test('the order of users by phone number follows their primary numbers', async () => {
    const added: string[] = []
    for (const [position, phone_number] of [
      [1, '+4915123456789'],
      [3, '+436641234567'],
    ] as const) {
      const fields = { user_id: ids[position], phone_number, verified: true, primary: true }
      added.push((await server.backend('POST', '/phone_numbers', fields)).body.id)
    }
    expect((await found('order_by=phone_number')).slice(-2)).toEqual([3, 1]) // none first, as of the address
    expect((await found('order_by=-phone_number')).slice(0, 3)).toEqual([1, 3, (await found('order_by=phone_number'))[2]])
    expect(await found('order_by=-phone_number&query=example.com&limit=1')).toEqual([1])
    for (const id of added) await server.backend('DELETE', `/phone_numbers/${id}`)
  })

  test.each(['phone_number', 'web3wallet', 'last_active_at', 'last_sign_in_at', 'last_name'])(
    'in a list of users ordered by %s the id breaks ties, in both directions',
    async (order) => {
      const forwards = await found(`order_by=${order}`)
      expect(forwards.toSorted()).toEqual([0, 1, 2, 3, 4])
      expect(await found(`order_by=-${order}`)).toEqual(forwards.toReversed())
      const pages = [await found(`order_by=${order}&limit=2`), await found(`order_by=${order}&limit=3&offset=2`)]
      expect(pages.flat()).toEqual(forwards)
    },
  )

  test('the order of users by email address follows their primary addresses', async () => {
    const { body: user } = await server.backend('POST', '/users', {
      email_address: ['bb@example.com', 'aa@example.com'],
      skip_password_requirement: true,
    })
    const others = async () => {
      const { body } = await server.backend('GET', '/users?order_by=email_address')
      return body.findIndex(({ id }: AnyBody) => id === user.id) // of the others one has no address, and Ada's is the first
    }
    expect(await others()).toBe(2)
    const [, second] = user.email_addresses.toSorted((a: AnyBody, b: AnyBody) => (a.email_address < b.email_address ? 1 : -1))
    await server.backend('PATCH', `/users/${user.id}`, { primary_email_address_id: second.id })
    expect(await others()).toBe(1)
    await server.backend('DELETE', `/email_addresses/${second.id}`)
    expect(await others()).toBe(2)
    await server.backend('DELETE', `/users/${user.id}`)
  })

  test('of several orders of a list of users the first counts', async () => {
    expect(await found('order_by=created_at&order_by=-created_at')).toEqual([0, 1, 2, 3, 4])
  })

  test('the list of users is read in pages, by offset or from a user on', async () => {
    expect(await found('limit=2')).toEqual([4, 3])
    expect(await found('limit=2&offset=4')).toEqual([0])
    expect(await found('offset=1000000')).toEqual([])
    expect(await found(`limit=2&starting_after=${ids[3]}`)).toEqual([2, 1])
    expect(await found(`order_by=created_at&starting_after=${ids[3]}`)).toEqual([4])
    expect(await found(`starting_after=${ids[3]}&query=example.com`)).toEqual([2, 1])
  })

  test('a page of users costs the same number of queries whatever its size', async () => {
    const { db } = server.instance
    let queries = 0
    const counting = {
      transformQuery: ({ node }: { node: AnyBody }) => node,
      transformResult: async ({ result }: { result: AnyBody }) => {
        queries++
        return result
      },
    }
    server.instance.db = db.withPlugin(counting)
    try {
      const counts: number[] = []
      for (const limit of [1, 5]) {
        queries = 0
        expect((await server.backend('GET', `/users?limit=${limit}`)).body).toHaveLength(limit)
        counts.push(queries)
      }
      expect(counts).toEqual([3, 3])
    } finally {
      server.instance.db = db
    }
  })

  test.each([
    ['limit=0', 'form_param_value_invalid'],
    ['limit=501', 'form_param_value_invalid'],
    ['limit=ten', 'form_param_type_invalid'],
    ['offset=-1', 'form_param_type_invalid'],
    ['order_by=password_digest', 'form_param_format_invalid'],
    ['order_by=created_at;drop', 'form_param_format_invalid'],
    ['password_digest=x', 'form_param_unknown'],
    ['query=%00', 'form_param_format_invalid'],
    ['email_address=%00', 'form_param_format_invalid'],
    [`query=${'x'.repeat(257)}`, 'form_param_max_length_exceeded'],
    ['banned=maybe', 'form_param_type_invalid'],
    ['created_at_before=yesterday', 'form_param_type_invalid'],
    ['starting_after=user_nobody', 'form_param_value_invalid'],
    ['starting_after=user_x&order_by=username', 'form_param_value_invalid'],
    ['starting_after=user_x&offset=1', 'form_param_value_invalid'],
    ['provider=oauth_google', 'form_param_missing'],
    ['provider_user_id=1', 'form_param_missing'],
    [Array.from({ length: 101 }, (_, index) => `user_id=${index}`).join('&'), 'form_param_value_invalid'],
  ])('a list of users with %s is refused', async (query, code) => {
    const answer = await server.backend('GET', `/users?${query}`)
    expect(answer).toBeRefused(422, code)
  })

  test.each(['/users', '/users/count', '/users/user_x'])('%s is closed without the secret key', async (path) => {
    expect((await server.backend('GET', path, undefined, { authorization: '' })).status).toBe(401)
  })
})
