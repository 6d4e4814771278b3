import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ManagedUsers, managedUsers } from '../../../testing/managed-users.js'
import { engines, type TestServer, testServer } from '../../../testing/test-server.js'

describe.each(engines)('metadata, as servers manage it, on %s', (engine) => {
  let server: TestServer
  let people: ManagedUsers
  beforeAll(async () => {
    server = await testServer(engine)
    people = managedUsers(server)
  })
  afterAll(() => server.close())

  test('a server merges metadata at every depth: null removes, and the other kinds stay', async () => {
    const user = await people.create({
      public_metadata: { a: { b: 1, c: 2 }, list: [1, 2], gone: 1 },
      private_metadata: { kept: 1 },
    })
    const events = await people.eventsOf(() =>
      server.backend('PATCH', `/users/${user.id}/metadata`, {
        public_metadata: { a: { c: null, d: { e: null, f: 1 } }, list: [3], gone: null },
      }),
    )
    const after = await people.get(user.id)
    expect(after.public_metadata).toEqual({ a: { b: 1, d: { f: 1 } }, list: [3] })
    expect(after.private_metadata).toEqual({ kept: 1 })
    expect(events).toEqual([{ type: 'user.updated', data: after }])
  })

  test('a server replaces one kind of metadata as a whole by PUT', async () => {
    const user = await people.create({ public_metadata: { a: 1 }, unsafe_metadata: { b: 1 } })
    const answer = await server.backend('PUT', `/users/${user.id}/metadata`, { public_metadata: { c: null } })
    expect(answer.body).toMatchObject({ public_metadata: { c: null }, unsafe_metadata: { b: 1 } })
    expect(answer.body.public_metadata).not.toHaveProperty('a')
  })

  test('of metadata merges at the same time none is lost', async () => {
    const user = await people.create()
    const keys = Array.from({ length: 10 }, (_, index) => `key${index}`)
    await Promise.all(keys.map((key) => server.backend('PATCH', `/users/${user.id}/metadata`, { public_metadata: { [key]: 1 } })))
    expect(Object.keys((await people.get(user.id)).public_metadata).toSorted()).toEqual(keys)
  })

  const deep = `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`
  test.each([
    ['a prototype at the top', '{"public_metadata":{"__proto__":{"admin":true}}}', 'form_param_format_invalid'],
    ['a prototype below', '{"public_metadata":{"a":[{"__proto__":{"admin":true}}]}}', 'form_param_format_invalid'],
    ['a constructor', '{"private_metadata":{"constructor":{"prototype":{}}}}', 'form_param_format_invalid'],
    ['a depth that ends the stack', `{"unsafe_metadata":${deep}}`, 'form_param_format_invalid'],
    ['a list', '{"public_metadata":[1]}', 'form_param_type_invalid'],
    ['another field', '{"first_name":"x"}', 'form_param_unknown'],
  ])('a metadata change by a server refuses %s', async (_name, body, code) => {
    const user = await people.create()
    for (const method of ['PATCH', 'PUT']) {
      const answer = await server.backend(method, `/users/${user.id}/metadata`, body)
      expect(answer).toBeRefused(422, code)
    }
    expect(await people.get(user.id)).toEqual(user)
    expect(({} as { admin?: boolean }).admin).toBeUndefined()
  })

  test('merging metadata beyond 64 KB is refused and changes nothing', async () => {
    const user = await people.create({ public_metadata: { first: 'x'.repeat(40_000) } })
    const answer = await server.backend('PATCH', `/users/${user.id}/metadata`, {
      public_metadata: { second: 'x'.repeat(40_000) },
    })
    expect(answer).toBeRefused(422, 'form_param_format_invalid')
    expect(await people.get(user.id)).toEqual(user)
  })
})
