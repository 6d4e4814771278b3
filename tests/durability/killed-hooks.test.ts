/** kill -9 under writes of a server whose hooks write to an app's own table: what the app knows and what we know never differ. */
import { createHash, randomUUID } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createFrontdesk } from '../../packages/server/src/server.js'
import { type FreshDatabase, freshDatabase } from '../environment/database.js'
import { freePort } from '../environment/free-port.js'
import { startProcess } from '../environment/process.js'
import { createVisitor } from '../sdk/visitor.js'

const kills = 100
const encryptionKey = 'a key for tests, of 32 characters'
const program = fileURLToPath(new URL('hooked-server.mjs', import.meta.url))

/** KILL_SEED repeats the moments of an earlier run. */
const seed = process.env.KILL_SEED ?? randomUUID().slice(0, 8)

/** After so many answers, and a few milliseconds more: somewhere within the next ones. */
function momentOf(kill: number) {
  const bytes = createHash('sha256').update(`${seed} ${kill}`).digest()
  return { answers: 1 + (bytes[0]! % 12), pauseMs: bytes[1]! % 12 }
}

describe.concurrent.each(['sqlite', 'postgres'] as const)('hooks on %s that are killed a hundred times', (engine) => {
  let database: FreshDatabase
  let origin: string
  let secretKey: string

  beforeAll(async () => {
    database = await freshDatabase(engine)
    origin = `http://127.0.0.1:${await freePort()}`
    const first = createFrontdesk({ databaseUrl: database.url, encryptionKey })
    secretKey = (await first.ready()).keys.secretKey.reveal()
    await first.close()
  })
  afterAll(() => database?.drop())

  const start = () =>
    startProcess(process.execPath, [program], {
      origin,
      timeoutMs: 20_000,
      env: { PORT: new URL(origin).port, FRONTDESK_DATABASE_URL: database.url, FRONTDESK_ENCRYPTION_KEY: encryptionKey },
    })

  let onAnswer = () => {}
  const answered = (count: number) =>
    new Promise<void>((resolve) => {
      let left = count
      onAnswer = () => {
        if (--left === 0) resolve()
      }
    })

  async function backend(method: string, path: string, body?: object) {
    const response = await fetch(`${origin}/__clerk/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${secretKey}`, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    })
    const answer = (await response.json()) as { id: string }
    if (!response.ok) throw new Error(`${method} ${path} was refused: ${JSON.stringify(answer)}`)
    onAnswer()
    return answer
  }

  /** Users that were acknowledged, and are to be there until their deletion is asked for. */
  const kept = new Set<string>()

  /** Makes users, changes them, and deletes every second one, until the server is gone. */
  async function app(): Promise<void> {
    for (let turn = 1; ; turn++) {
      const address = `app-${randomUUID()}@example.com`
      const { id } = await backend('POST', '/users', { email_address: [address], skip_password_requirement: true })
      kept.add(id)
      await backend('PATCH', `/users/${id}`, { last_name: `Version ${turn}` })
      if (turn % 2 === 1) continue
      kept.delete(id)
      await backend('DELETE', `/users/${id}`)
    }
  }

  async function visitors(): Promise<void> {
    for (;;) {
      await createVisitor(origin).signUp({ last_name: 'Visitor' })
      onAnswer()
    }
  }

  test(`after a hundred kills each user has the profile that the app's hooks wrote, and no profile is without a user (seed ${seed})`, {
    timeout: 400_000,
  }, async () => {
    for (let kill = 0; kill < kills; kill++) {
      const server = await start()
      const writing = Promise.all([app(), app(), visitors()].map((writer) => writer.catch(refusalOf)))
      const { answers, pauseMs } = momentOf(kill)
      await Promise.race([answered(answers), writing]) // writers that end early have met a refusal
      await new Promise((resolve) => setTimeout(resolve, pauseMs))
      await server.kill('SIGKILL')
      expect((await writing).filter(Boolean)).toEqual([])
    }

    const frontdesk = createFrontdesk({ databaseUrl: database.url, encryptionKey })
    const { db } = await frontdesk.ready()
    const users = await db.selectFrom('users').select(['id', 'last_name']).execute()
    const profiles = (await sql<{ user_id: string; last_name: string | null }>`select * from app_profiles`.execute(db)).rows
    await frontdesk.close()

    expect(users.length).toBeGreaterThan(kills / 2)
    const byId = (pairs: [string, string | null][]) => pairs.toSorted(([a], [b]) => (a < b ? -1 : 1))
    expect(byId(profiles.map(({ user_id, last_name }) => [user_id, last_name]))).toEqual(
      byId(users.map(({ id, last_name }) => [id, last_name])),
    )
    const known = new Set(users.map(({ id }) => id))
    expect([...kept].filter((id) => !known.has(id))).toEqual([])
  })
})

/** The connection breaks when the server is killed; anything else that fails is a finding. */
function refusalOf(error: Error): string | null {
  return error instanceof TypeError || error.message.includes('terminated') ? null : error.message
}
