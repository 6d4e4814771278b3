/** kill -9 while events are caused and sent: none is lost, and of each subject they arrive in order. */
import { createHash, randomUUID } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createFrontdesk } from '../../packages/server/src/server.js'
import { type Receiver, startReceiver } from '../../packages/server/src/testing/webhook-receiver.js'
import { type FreshDatabase, freshDatabase } from '../environment/database.js'
import { freePort } from '../environment/free-port.js'
import { type StartedProcess, startProcess } from '../environment/process.js'

const kills = 100
const encryptionKey = 'a key for tests, of 32 characters'
const program = fileURLToPath(new URL('server.mjs', import.meta.url))

/** KILL_SEED repeats the moments of an earlier run. */
const seed = process.env.KILL_SEED ?? randomUUID().slice(0, 8)

/** After so many webhooks or answers, and a few milliseconds more. */
function momentOf(kill: number) {
  const bytes = createHash('sha256').update(`${seed} ${kill}`).digest()
  return { isWebhook: bytes[0]! % 2 === 0, count: 1 + (bytes[1]! % 12), pauseMs: bytes[2]! % 12 }
}

describe.concurrent.each(['sqlite', 'postgres'] as const)('a server on %s that sends webhooks and is killed', (engine) => {
  let database: FreshDatabase
  let receiver: Receiver
  let origin: string
  let secretKey: string
  /** The last name of each user whose change was answered. */
  const acknowledged = new Map<string, string>()
  let onEvent = (_isWebhook: boolean) => {}
  let answered = 0

  beforeAll(async () => {
    database = await freshDatabase(engine)
    // Each third is refused, so that some wait for another try when the server is killed.
    receiver = await startReceiver(() => {
      onEvent(true)
      return ++answered % 3 === 0 ? 500 : 204
    })
    origin = `http://127.0.0.1:${await freePort()}`
    const first = createFrontdesk({
      databaseUrl: database.url,
      encryptionKey,
      environment: 'development',
      outbound: { privateHosts: ['127.0.0.1'] },
      log: () => {},
    })
    secretKey = (await first.ready()).keys.secretKey.reveal()
    await first.fetch(
      new Request(`${origin}/__clerk/api/v1/webhook_endpoints`, {
        method: 'POST',
        headers: { authorization: `Bearer ${secretKey}`, 'content-type': 'application/json' },
        body: JSON.stringify({ url: receiver.url }),
      }),
    )
    await first.close()
  })
  afterAll(async () => {
    await receiver?.close()
    await database?.drop()
  })

  /** Each start is half a minute later, so that leases of the one before have run out. */
  const start = (times: number): Promise<StartedProcess> =>
    startProcess(process.execPath, [program], {
      origin,
      timeoutMs: 30_000,
      env: {
        PORT: new URL(origin).port,
        CLOCK_AHEAD_MS: String(times * 31_000),
        FRONTDESK_DATABASE_URL: database.url,
        FRONTDESK_ENCRYPTION_KEY: encryptionKey,
        FRONTDESK_PRIVATE_HOSTS: '127.0.0.1',
        FRONTDESK_WEBHOOK_RETRIES: Array(30).fill(0).join(','),
      },
    })

  async function backend(method: string, path: string, body: object) {
    const response = await fetch(`${origin}/__clerk/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${secretKey}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    const answer = (await response.json()) as { id: string }
    if (!response.ok) throw new Error(`${method} ${path} was refused: ${JSON.stringify(answer)}`)
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
      const writing = Promise.all([app(), app(), app()].map((writer) => writer.catch(refusalOf)))
      await Promise.race([reached, writing]) // writers that end early have met a refusal
      await new Promise((resolve) => setTimeout(resolve, pauseMs))
      await server.kill('SIGKILL')
      expect((await writing).filter(Boolean)).toEqual([])
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
    const frontdesk = createFrontdesk({ databaseUrl: database.url, encryptionKey, log: () => {} }, { isServing: false })
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

/** The connection breaks when the server is killed; anything else that fails is a finding. */
function refusalOf(error: Error): string | null {
  return error instanceof TypeError || error.message.includes('terminated') ? null : error.message
}
