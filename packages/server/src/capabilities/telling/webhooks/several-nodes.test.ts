/** Nodes on one database: they share the work, and keep its order. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../../../../../tests/environment/database.js'
import { createFrontdesk, type OwnFrontdesk } from '../../../server.js'
import { engines } from '../../../testing/test-server.js'
import { type AnswerTo, type Receiver, startReceiver } from '../../../testing/webhook-receiver.js'

describe.each(engines)('two nodes on %s', (engine) => {
  let database: FreshDatabase
  let nodes: OwnFrontdesk[]
  let receiver: Receiver
  let answer: AnswerTo
  beforeEach(async () => {
    answer = () => 204
    receiver = await startReceiver((received) => answer(received))
    database = await freshDatabase(engine)
    nodes = [start(), start()]
    for (const node of nodes) await node.ready()
  })
  afterEach(async () => {
    await Promise.all(nodes.map((node) => node.close()))
    await receiver.close()
    await database.drop()
  })

  const start = () =>
    createFrontdesk({
      databaseUrl: database.url,
      encryptionKey: 'a key for tests, of 32 characters',
      environment: 'development',
      outbound: { privateHosts: ['127.0.0.1'] },
      log: () => {},
    })

  async function backend(node: OwnFrontdesk, method: string, path: string, body?: object) {
    const { keys } = await node.ready()
    const response = await node.fetch(
      new Request(`http://localhost/__clerk/api/v1${path}`, {
        method,
        headers: { authorization: `Bearer ${keys.secretKey.reveal()}`, 'content-type': 'application/json' },
        body: body ? JSON.stringify(body) : null,
      }),
    )
    return (await response.json()) as { id: string; data: Array<{ status: string }> }
  }
  let made = 0
  const create = async (node: OwnFrontdesk) =>
    (await backend(node, 'POST', '/users', { email_address: [`several-${++made}@example.com`], skip_password_requirement: true }))
      .id
  const add = (node: OwnFrontdesk) => backend(node, 'POST', '/webhook_endpoints', { url: receiver.url })
  const arrived = (count: number) =>
    expect.poll(() => receiver.received.length, { timeout: 20_000 }).toBeGreaterThanOrEqual(count)
  const deliver = async () => {
    for (const node of nodes) await (await node.ready()).webhooks.deliver()
  }

  test('an endpoint that another node added a moment ago is not missed', async () => {
    const [one, other] = nodes as [OwnFrontdesk, OwnFrontdesk]
    await add(one)
    const id = await create(other)
    await arrived(1)
    await deliver()
    expect(receiver.told()).toEqual([`user.created ${id}`])
  })

  test('changes that come from both nodes at once arrive once each, in order, and the last one shows the user as it is', async () => {
    const [one, other] = nodes as [OwnFrontdesk, OwnFrontdesk]
    await add(one)
    const ids = await Promise.all([create(one), create(one), create(other)])
    const changes = 12
    await Promise.all(
      nodes.flatMap((node, at) =>
        ids.map(async (id) => {
          for (let change = 0; change < changes; change++)
            await backend(node, 'PATCH', `/users/${id}/metadata`, { public_metadata: { [`node${at}`]: change } })
        }),
      ),
    )
    await arrived(ids.length * (1 + 2 * changes))
    await deliver()
    expect(receiver.received).toHaveLength(ids.length * (1 + 2 * changes))
    expect(new Set(receiver.received.map(({ headers }) => headers['svix-id'])).size).toBe(receiver.received.length)
    for (const id of ids) {
      const own = receiver.received.filter(({ event }) => event.data.id === id)
      const sequence = own.map(({ headers }) => Number(headers['frontdesk-sequence']))
      expect(sequence).toEqual(sequence.toSorted((a, b) => a - b))
      const told = own.map(({ event }) => event.data.public_metadata as Record<string, number>)
      for (const node of ['node0', 'node1']) {
        const values = told.map((metadata) => metadata[node] ?? -1)
        expect(values).toEqual(values.toSorted((a, b) => a - b)) // no event shows less than the one before
        expect(values.at(-1)).toBe(changes - 1)
      }
    }
  })

  test('what a node was sending when it was stopped is sent by another', async () => {
    const [one, other] = nodes as [OwnFrontdesk, OwnFrontdesk]
    answer = () => 'hang'
    const { id: endpoint } = await add(one)
    const { webhooks } = await other.ready()
    await webhooks.close() // so that it is certain which node takes it
    const id = await create(one)
    await arrived(1)
    answer = () => 204
    await one.close()
    expect((await backend(other, 'GET', `/webhook_endpoints/${endpoint}/deliveries`)).data).toMatchObject([{ status: 'waiting' }])
    nodes.push(start())
    await arrived(2)
    expect(receiver.told()).toEqual([`user.created ${id}`, `user.created ${id}`])
    expect(new Set(receiver.received.map(({ headers }) => headers['svix-id'])).size).toBe(1)
  })
})
