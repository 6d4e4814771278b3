/** kill -9 while events are caused and sent: none is lost, and of each subject they arrive in order. */
import { randomUUID } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createFrontdesk } from '../../packages/server/src/server.js'
import { type Receiver, startReceiver } from '../../packages/server/src/testing/webhook-receiver.js'
import { chanceOf, encryptionKey, type KilledServer, killedServer, killedWhile, seed } from './killed-server.js'

const kills = 100
const program = fileURLToPath(new URL('server.mjs', import.meta.url))

/** After so many webhooks or answers, and a few milliseconds more. */
function momentOf(kill: number) {
  const chance = chanceOf(kill)
  return { isWebhook: chance[0]! % 2 === 0, count: 1 + (chance[1]! % 12), pauseMs: chance[2]! % 12 }
}

describe.concurrent.each(['sqlite', 'postgres'] as const)('a server on %s that sends webhooks and is killed', (engine) => {
  let killed: KilledServer
  let receiver: Receiver
  /** The last name of each user whose change was answered. */
  const acknowledged = new Map<string, string>()
  let onEvent = (_isWebhook: boolean) => {}
  let answered = 0

  beforeAll(async () => {
    killed = await killedServer(engine, program)
    // Each third is refused, so that some wait for another try when the server is killed.
    receiver = await startReceiver(() => {
      onEvent(true)
      return ++answered % 3 === 0 ? 500 : 204
    })
    const first = await start(0)
    await killed.backend('POST', '/webhook_endpoints', { url: receiver.url })
    await first.kill()
  })
  afterAll(async () => {
    await receiver?.close()
    await killed?.drop()
  })

  /** Each start is half a minute later, so that leases of the one before have run out. */
  const start = (times: number) =>
    killed.start({
      CLOCK_AHEAD_MS: String(times * 31_000),
      FRONTDESK_PRIVATE_HOSTS: '127.0.0.1',
      FRONTDESK_WEBHOOK_RETRIES: Array(30).fill(0).join(','),
    })

  async function backend(method: string, path: string, body: object) {
    const answer = await killed.backend(method, path, body)
    onEvent(false)
    return answer
  }

  /** Makes a user and renames it until the server is gone. */
  async function app(): Promise<void> {
    const { id } = await backend('POST', '/users', {
      email_address: [`app-${randomUUID()}@example.com`],
      skip_password_requirement: true,
    })
    for (let version = 1; ; version++) {
      await backend('PATCH', `/users/${id}`, { last_name: `Version ${version}` })
      acknowledged.set(id, `Version ${version}`)
    }
  }

  test(`a server killed ${kills} times loses no event and sends those of a user in order (seed ${seed})`, {
    timeout: 600_000,
  }, async () => {
    for (let kill = 0; kill < kills; kill++) {
      const { isWebhook, count, pauseMs } = momentOf(kill)
      const reached = new Promise<void>((resolve) => {
        let left = count
        onEvent = (kind) => {
          if (kind === isWebhook && --left === 0) resolve()
        }
      })
      const server = await start(kill)
      expect(await killedWhile(server, [app(), app(), app()], reached, pauseMs)).toEqual([])
    }

    const server = await start(kills)
    const events = await sent()
    await server.kill()
    expect(new Set(receiver.received.map(({ headers }) => headers['svix-id']))).toEqual(new Set(events.map(({ id }) => id)))

    // First arrivals and repeats alike: an event comes after all those of its user that were before it.
    const arrived = new Map<string, number>()
    const places = new Map(events.map(({ id, subject, position }) => [id, { subject: subject!, position }]))
    for (const { headers } of receiver.received) {
      const { subject, position } = places.get(headers['svix-id']!)!
      const last = arrived.get(subject) ?? 0
      expect(position).toBeGreaterThanOrEqual(last)
      arrived.set(subject, position)
    }

    const lastNames = new Map(receiver.received.map(({ event }) => [event.data.id, event.data.last_name as string | null]))
    const versionOf = (name: string | null | undefined) => Number(name?.split(' ')[1] ?? 0)
    for (const [id, name] of acknowledged) expect(versionOf(lastNames.get(id))).toBeGreaterThanOrEqual(versionOf(name))
    expect(acknowledged.size).toBeGreaterThan(kills / 3)
    expect(receiver.received.length).toBeGreaterThan(events.length) // some were sent twice
  })

  /** All events, once nothing waits any more. */
  async function sent() {
    const frontdesk = createFrontdesk({ databaseUrl: killed.databaseUrl, encryptionKey, log: () => {} }, { isServing: false })
    const { db } = await frontdesk.ready()
    const open = db.selectFrom('webhook_deliveries').select('id').where('settled_at', 'is', null).limit(1)
    while ((await open.execute()).length > 0) await new Promise((resolve) => setTimeout(resolve, 100))
    const events = await db.selectFrom('events').selectAll().orderBy('position').execute()
    const failed = await db.selectFrom('webhook_deliveries').select('id').where('status', '=', 'failed').execute()
    await frontdesk.close()
    expect(failed).toEqual([])
    return events
  }
})
