import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { eventsOf, eventTypesOf } from '../../../testing/events-of.js'
import { type AnyBody, engines, type TestServer, testServer } from '../../../testing/test-server.js'

describe.each(engines)('The waitlist on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await testServer(engine)
  })
  afterAll(() => server.close())

  let addresses = 0
  const newAddress = () => `waiting-${++addresses}@example.com`
  const add = (email_address = newAddress(), fields: object = {}) =>
    server.backend('POST', '/waitlist_entries', { email_address, ...fields })
  const change = (id: string, verb: string, body?: object) => server.backend('POST', `/waitlist_entries/${id}/${verb}`, body)
  const subjectsTo = async (to: string) =>
    (await server.mailbox.all()).filter((mail) => mail.to === to).map(({ subject }) => subject)

  test('an address is added once, with a letter', async () => {
    const email_address = newAddress()
    const { status, body } = await add(email_address)
    const made = {
      object: 'waitlist_entry',
      id: expect.stringMatching(/^wle_/),
      email_address,
      status: 'pending',
      is_locked: false,
      invitation: null,
      created_at: server.clock.now(),
      updated_at: server.clock.now(),
    }
    expect([status, body]).toEqual([200, made])
    expect((await add(email_address)).body.id).toBe(body.id)
    expect(await subjectsTo(email_address)).toEqual(['You are on the waitlist of My app'])
    const other = newAddress()
    const [event, ...more] = await eventsOf(server, () => add(other))
    expect([event, more]).toMatchObject([
      { type: 'waitlistEntry.created', data: { email_address: other, status: 'pending' } },
      [],
    ])
    expect(await eventTypesOf(server, () => add(other))).toEqual([])

    const silent = newAddress()
    await add(silent, { notify: false })
    expect(await subjectsTo(silent)).toEqual([])
  })

  test('of two who are added at once with one address, both get the same entry', async () => {
    const email_address = newAddress()
    const answers = await Promise.all([add(email_address), add(email_address)])
    expect(new Set(answers.map(({ status, body }) => `${status} ${body.id}`)).size).toBe(1)
  })

  test('who waits is invited, and by a letter', async () => {
    const email_address = newAddress()
    const { body: entry } = await add(email_address)
    server.clock.advance(1000)
    let answer: AnyBody
    const events = await eventsOf(server, async () => {
      answer = await change(entry.id, 'invite', {})
    })
    expect(events).toMatchObject([{ type: 'waitlistEntry.updated', data: { status: 'invited', invitation: { email_address } } }])
    expect(JSON.stringify(events)).not.toContain('ticket_')
    const { status, body } = answer
    expect([status, body]).toMatchObject([
      200,
      {
        status: 'invited',
        invitation: { object: 'invitation', email_address, status: 'pending', url: expect.stringContaining('ticket_inv_') },
        updated_at: server.clock.now(),
      },
    ])
    expect(await subjectsTo(email_address)).toEqual(['You are on the waitlist of My app', 'Your place at My app is ready'])
    expect(await change(entry.id, 'invite')).toBeRefused(409, 'conflict')
    expect((await change(entry.id, 'invite', { ignore_existing: true })).body.status).toBe('invited')
    expect(await server.backend('DELETE', `/waitlist_entries/${entry.id}`)).toBeRefused(409, 'conflict')
  })

  test('who is rejected loses the invitation, and may be invited all the same', async () => {
    const { body: entry } = await add()
    const { invitation } = (await change(entry.id, 'invite')).body
    expect((await change(entry.id, 'reject')).body).toMatchObject({ status: 'rejected', invitation: { status: 'revoked' } })
    expect(await change(entry.id, 'reject')).toBeRefused(409, 'conflict')
    const again = (await change(entry.id, 'invite')).body
    expect(again.status).toBe('invited')
    expect(again.invitation.id).not.toBe(invitation.id)
  })

  test('many are added at once, each address once', async () => {
    const [one, two] = [newAddress(), newAddress()]
    const bulk = (entries: object[]) => server.backend('POST', '/waitlist_entries/bulk', entries)
    const { status, body } = await bulk([{ email_address: one }, { email_address: two, notify: false }])
    expect([status, body.map((entry: AnyBody) => entry.email_address)]).toEqual([200, [one, two]])
    expect(await bulk([{ email_address: one }, { email_address: one.toUpperCase() }])).toBeRefused(
      422,
      'form_param_value_invalid',
    )
    expect((await bulk(Array.from({ length: 51 }, () => ({ email_address: newAddress() })))).status).toBe(422)
  })

  test('entries are listed, filtered, sorted and deleted', async () => {
    const names = ['carl', 'anna', 'bert']
    const ids: string[] = []
    for (const name of names) {
      server.clock.advance(1000)
      ids.push((await add(`${name}@listed.example`)).body.id)
    }
    const [carl, anna, bert] = ids as [string, string, string]
    await change(anna, 'invite')
    const list = async (parameters = '') => {
      const { body } = await server.backend('GET', `/waitlist_entries?query=listed.example&${parameters}`)
      return [body.total_count, ...body.data.map(({ id }: AnyBody) => id)]
    }
    expect(await list()).toEqual([3, bert, anna, carl])
    expect(await list('order_by=email_address')).toEqual([3, anna, bert, carl])
    expect(await list('order_by=-invited_at&limit=1')).toEqual([3, anna])
    expect(await list('status=pending')).toEqual([2, bert, carl])
    expect((await server.backend('GET', `/waitlist_entries?query=${anna}`)).body).toMatchObject({
      data: [{ id: anna, invitation: { status: 'pending' } }],
      total_count: 1,
    })

    const deleted = await server.backend('DELETE', `/waitlist_entries/${bert}`)
    expect(deleted.body).toEqual({ object: 'waitlist_entry', id: bert, deleted: true })
    expect(await list()).toEqual([2, anna, carl])
    expect(await server.backend('DELETE', `/waitlist_entries/${bert}`)).toBeRefused(404, 'resource_not_found')
    for (const verb of ['invite', 'reject']) expect(await change(bert, verb)).toBeRefused(404, 'resource_not_found')
  })
})
