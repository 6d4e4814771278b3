import { describe, expect, test } from 'vitest'
import { engines, testServer } from '../testing/test-server.js'
import { insertRow, updateRow } from './rows.js'

const client = {
  id: 'client_1',
  secret_digest: 'digest',
  last_active_session_id: null,
  sign_in_id: null,
  sign_up_id: 'sua_1',
  last_authentication_strategy: null,
  abandon_at: null,
  created_at: 1,
  updated_at: 1,
}

describe.each(engines)('on %s', (engine) => {
  const rowsOf = async ({ instance }: Awaited<ReturnType<typeof testServer>>) =>
    instance.db.selectFrom('clients').selectAll().orderBy('id').execute()

  test('rows of one table with other columns, or in another order, go where they belong', async () => {
    const server = await testServer(engine)
    const { secret_digest, ...rest } = client
    await insertRow(server.instance, 'clients', client)
    await insertRow(server.instance, 'clients', { ...rest, id: 'client_2', secret_digest: 'other' })
    await insertRow(server.instance, 'events', { id: 'evt_1', type: 'user.created', data: '{}', created_at: 2 })

    expect(await rowsOf(server)).toEqual([client, { ...client, id: 'client_2', secret_digest: 'other' }])
    const events = await server.instance.db.selectFrom('events').select(['id', 'type', 'data', 'created_at']).execute()
    expect(events).toEqual([{ id: 'evt_1', type: 'user.created', data: '{}', created_at: 2 }])
    await server.close()
  })

  test('a row changes in the columns that are given, and in no other row', async () => {
    const server = await testServer(engine)
    await insertRow(server.instance, 'clients', client)
    await insertRow(server.instance, 'clients', { ...client, id: 'client_2', secret_digest: 'other' })

    const changed = { ...client, sign_in_id: 'sia_1', updated_at: 2 }
    expect(await updateRow(server.instance, 'clients', 'client_1', { sign_in_id: 'sia_1', updated_at: 2 })).toEqual(changed)
    expect(await rowsOf(server)).toEqual([changed, { ...client, id: 'client_2', secret_digest: 'other' }])
    await server.close()
  })

  test.each([
    ['another value', { sign_up_id: 'sua_2' }],
    ['a value where there is none', { sign_in_id: 'sia_1' }],
    ['none where there is a value', { sign_up_id: null }],
    ['one of two rightly', { sign_in_id: null, sign_up_id: 'sua_2' }],
  ])('a row of which %s is expected stays as it is', async (_, expected) => {
    const server = await testServer(engine)
    await insertRow(server.instance, 'clients', client)

    expect(await updateRow(server.instance, 'clients', 'client_1', { updated_at: 2 }, expected)).toBeNull()
    expect(await rowsOf(server)).toEqual([client])
    const asItIs = { sign_in_id: null, sign_up_id: 'sua_1' }
    expect(await updateRow(server.instance, 'clients', 'client_1', { updated_at: 2 }, asItIs)).toMatchObject({ updated_at: 2 })
    await server.close()
  })

  test('changing a row that is not there answers null', async () => {
    const server = await testServer(engine)
    expect(await updateRow(server.instance, 'clients', 'client_1', { updated_at: 2 })).toBeNull()
    await server.close()
  })

  test('a row that a unique index forbids is refused by its name, whether it is new or changed', async () => {
    const server = await testServer(engine)
    const code = engine === 'sqlite' ? 'SQLITE_CONSTRAINT_UNIQUE' : '23505'
    await insertRow(server.instance, 'clients', client)
    await insertRow(server.instance, 'clients', { ...client, id: 'client_2', secret_digest: 'other' })
    const third = { ...client, id: 'client_3' }
    await expect(insertRow(server.instance, 'clients', third)).rejects.toMatchObject({ code })
    await expect(updateRow(server.instance, 'clients', 'client_2', { secret_digest: 'digest' })).rejects.toMatchObject({ code })
    await server.close()
  })
})
