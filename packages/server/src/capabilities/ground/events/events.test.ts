import { type EventType, events, unservedEventTypes } from '@frontdesk/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { transaction } from '../../../start/instance.js'
import { engines, type TestServer, testPassword, testServer } from '../../../testing/test-server.js'
import { updateUser } from '../../identity/users/users.js'

test('an event is told, or named as untold, and never both', () => {
  expect(Object.keys(events).filter((type) => (unservedEventTypes as readonly string[]).includes(type))).toEqual([])
})

describe.each(engines)('events on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await testServer(engine)
  })
  afterAll(() => server.close())

  /** What `work` writes, each with data that its type promises. */
  async function written(work: () => Promise<unknown>) {
    const rows = () => server.instance.db.selectFrom('events').selectAll().orderBy('position').execute()
    const { length } = await rows()
    await work()
    return (await rows()).slice(length).map(({ type, data, cause }) => ({
      type,
      data: events[type as EventType].parse(JSON.parse(data)) as Record<string, unknown>,
      cause: cause && JSON.parse(cause),
    }))
  }
  const create = async (fields: object = {}) =>
    (await server.backend('POST', '/users', { password: testPassword, ...fields })).body as { id: string }

  test('an event shows a session with its user, and says which browser asked', async () => {
    const address = `${engine}-browser@example.com`
    const [created, begun] = await written(() => server.browser().signUp(address))
    expect(created).toMatchObject({ type: 'user.created', data: { email_addresses: [{ email_address: address }] } })
    expect(begun).toMatchObject({ type: 'session.created', data: { status: 'active', user: { id: created!.data.id } } })
    expect(created!.data.last_sign_in_at).toBe(begun!.data.created_at) // as it is when the transaction ends
    const cause = { actor: 'browser', sessionId: null, address: '127.0.0.1', userAgent: expect.any(String) }
    expect([created!.cause, begun!.cause]).toEqual([cause, cause])
  })

  test('an event names the session of a person who acts', async () => {
    const browser = server.browser()
    const { created_session_id: sessionId } = await browser.signUp()
    const change = () => browser.call('PATCH', '/me', { first_name: 'Ada' }, { 'user-agent': 'Lynx/2.9' })
    expect(await written(change)).toMatchObject([
      { type: 'user.updated', data: { first_name: 'Ada' }, cause: { actor: 'browser', sessionId, userAgent: 'Lynx/2.9' } },
    ])
  })

  test('an event names a server that acts with the secret key', async () => {
    expect(await written(() => create({ email_address: [`${engine}-server@example.com`] }))).toMatchObject([
      { type: 'user.created', cause: { actor: 'secret_key', sessionId: null, address: '127.0.0.1' } },
    ])
  })

  test('an event names nobody for what the server does by itself', async () => {
    const { id } = await create({ email_address: [`${engine}-itself@example.com`] })
    const work = () =>
      transaction(server.instance, async (tx) => {
        await updateUser(tx, id, { first_name: 'Ada' })
        tx.tell('user.updated', id)
        await updateUser(tx, id, { first_name: 'Grace' })
        tx.tell('user.updated', id)
      })
    const told = await written(work)
    expect(told).toMatchObject([{ type: 'user.updated', data: { first_name: 'Grace' }, cause: null }]) // told twice, written once
  })

  test('an event shows what a deletion ends as it was', async () => {
    const browser = server.browser()
    const { created_user_id: id } = await browser.signUp()
    await server.backend('PATCH', `/users/${id}`, { external_id: `${engine}-gone` })
    expect(await written(() => server.backend('DELETE', `/users/${id}`))).toMatchObject([
      { type: 'session.revoked', data: { status: 'revoked', user: { id } } },
      { type: 'user.deleted', data: { object: 'user', id, external_id: `${engine}-gone`, deleted: true } },
    ])
  })

  if (engine === 'postgres')
    test('who tells of somebody is waited for by the next who does, so that events are committed in order', async () => {
      let [enter, leave] = [() => {}, () => {}]
      const entered = new Promise<void>((resolve) => {
        enter = resolve
      })
      const left = new Promise<void>((resolve) => {
        leave = resolve
      })
      let isFirst = true
      const holdFirst = async () => {
        if (!isFirst) return
        isFirst = false
        enter()
        await left
      }
      const holding = await testServer(engine, { on: { 'user.updated': holdFirst } })
      const { id } = (await holding.backend('POST', '/users', { email_address: ['held@example.com'], password: testPassword }))
        .body
      const done: string[] = []
      const tell = async (name: string) => {
        await transaction(holding.instance, async (tx) => tx.tell('user.updated', id))
        done.push(name)
      }
      const first = tell('first')
      await entered // its event is written, and not yet committed
      const second = tell('second')
      for (let i = 0; i < 10; i++) await holding.backend('GET', `/users/${id}`) // time enough to overtake
      expect(done).toEqual([])
      leave()
      await Promise.all([first, second])
      expect(done).toEqual(['first', 'second'])
      await holding.close()
    })

  test('no event is written for a change that is undone', async () => {
    const { id } = await create({ email_address: [`${engine}-undone@example.com`] })
    const work = () =>
      transaction(server.instance, async (tx) => {
        tx.tell('user.updated', id)
        throw new Error('undone')
      })
    expect(await written(() => expect(work()).rejects.toThrow('undone'))).toEqual([])
  })
})
