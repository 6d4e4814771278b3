/** kill -9 under writes: what was acknowledged is there afterwards, and nothing is there by half. */
import { createHash } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { createFrontdesk, type FrontdeskOptions } from 'frontdesk'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../environment/database.js'
import { freePort } from '../environment/free-port.js'
import { startProcess } from '../environment/process.js'
import { createVisitor } from '../sdk/visitor.js'

const kills = 100
const encryptionKey = 'a key for tests, of 32 characters'
const program = fileURLToPath(new URL('server.mjs', import.meta.url))

/** The moments differ from kill to kill and are the same in every run: after so many answers of a kind, and a few milliseconds more. */
const momentOf = (kill: number) => {
  const bytes = createHash('sha256').update(`kill ${kill}`).digest()
  const kind = kill % 3 === 0 ? ('sign-up' as const) : ('change' as const)
  return { kind, answers: 1 + (bytes[0]! % (kind === 'sign-up' ? 2 : 16)), pauseMs: bytes[1]! % 20 }
}

describe.each(['sqlite', 'postgres'] as const)('a server on %s that is killed a hundred times', (engine) => {
  let database: FreshDatabase
  let origin: string
  let secretKey: string
  /** What the server said was done: addresses of finished sign-ups, and the last name set for users made by the Backend API. */
  const acknowledged = { signUps: [] as string[], users: new Map<string, number>() }
  /** Changes that were sent and not answered: they may have happened, or not. */
  const attempted = new Map<string, number>()

  beforeAll(async () => {
    database = await freshDatabase(engine)
    origin = `http://127.0.0.1:${await freePort()}`
    const first = createFrontdesk({ ...options(), log: () => {} })
    secretKey = (await first.ready()).keys.secretKey.reveal()
    await first.close()
  })
  afterAll(() => database?.drop())

  let onAnswer = (_kind: 'sign-up' | 'change') => {}
  /** Resolves with that many more answers of that kind. */
  const answered = (wanted: 'sign-up' | 'change', count: number) =>
    new Promise<void>((resolve) => {
      let left = count
      onAnswer = (kind) => {
        if (kind === wanted) left--
        if (left <= 0) resolve()
      }
    })

  const options = (): FrontdeskOptions => ({ databaseUrl: database.url, encryptionKey, environment: 'development' })

  const backend = async (method: string, path: string, body: object) => {
    const response = await fetch(`${origin}/__clerk/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${secretKey}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    const answer = (await response.json()) as { id: string }
    if (!response.ok) throw new Error(`${method} ${path} was refused: ${JSON.stringify(answer)}`)
    return answer
  }

  /** Signs people up until the server is gone. */
  async function signUps(): Promise<void> {
    for (;;) {
      acknowledged.signUps.push(await createVisitor(origin).signUp())
      onAnswer('sign-up')
    }
  }

  /** Makes a user and changes it until the server is gone. */
  async function changes(): Promise<void> {
    const { id } = await backend('POST', '/users', {
      skip_user_requirement: true,
      skip_password_requirement: true,
      username: newUsername(),
    })
    acknowledged.users.set(id, 0)
    for (let version = 1; ; version++) {
      attempted.set(id, version)
      await backend('PATCH', `/users/${id}`, { last_name: `Version ${version}` })
      acknowledged.users.set(id, version)
      onAnswer('change')
    }
  }

  test('loses no acknowledged write, keeps none by half, and is ready again within two seconds each time', async () => {
    for (let kill = 0; kill < kills; kill++) {
      const server = await startProcess(process.execPath, [program], {
        origin,
        timeoutMs: 2_000,
        env: { PORT: new URL(origin).port, FRONTDESK_DATABASE_URL: database.url, FRONTDESK_ENCRYPTION_KEY: encryptionKey },
      })
      const writing = [signUps(), signUps(), changes(), changes()].map((writer) => writer.catch(refusalOf))
      const { kind, answers, pauseMs } = momentOf(kill)
      await Promise.race([answered(kind, answers), Promise.all(writing)]) // writers that end early have met a refusal
      await new Promise((resolve) => setTimeout(resolve, pauseMs)) // somewhere between two answers
      await server.kill('SIGKILL')
      expect((await Promise.all(writing)).filter(Boolean)).toEqual([])
    }

    const after = createFrontdesk({ ...options(), log: () => {} })
    const { db } = await after.ready()
    const users = await db.selectFrom('users').selectAll().execute()
    const addresses = await db.selectFrom('email_addresses').selectAll().execute()
    const created = await db.selectFrom('events').select('data').where('type', '=', 'user.created').execute()
    const counter = await db.selectFrom('counters').select('value').where('name', '=', 'users').executeTakeFirstOrThrow()
    const finished = await db.selectFrom('sign_ups').selectAll().where('status', '=', 'complete').execute()
    const sessions = await db.selectFrom('sessions').select('id').execute()
    await after.close()

    // Acknowledged is committed.
    expect(acknowledged.signUps.length).toBeGreaterThan(kills / 3)
    const verified = new Set(addresses.filter((row) => row.verified_at !== null).map((row) => row.email_address))
    expect(acknowledged.signUps.filter((address) => !verified.has(address))).toEqual([])
    const names = new Map(users.map((user) => [user.id, user.last_name]))
    for (const [id, version] of acknowledged.users) {
      const possible = [version, attempted.get(id) ?? version].map((known) => (known === 0 ? null : `Version ${known}`))
      expect(possible).toContain(names.get(id))
    }

    // Nothing is there by half: each user has an event, each address a user who has it as primary, each finished sign-up a session.
    expect(counter.value).toBe(users.length)
    expect(created.map((event) => (JSON.parse(event.data) as { id: string }).id).toSorted()).toEqual([...names.keys()].toSorted())
    const primary = new Map(users.map((user) => [user.id, user.primary_email_address_id]))
    expect(addresses.filter((address) => primary.get(address.user_id) !== address.id)).toEqual([])
    const known = new Set(sessions.map((session) => session.id))
    expect(finished.filter((signUp) => !names.has(signUp.created_user_id!) || !known.has(signUp.created_session_id!))).toEqual([])
  })
})

let usernames = 0
const newUsername = () => `killed-${++usernames}`

/** The connection breaks when the server is killed; anything else that fails is a finding. */
function refusalOf(error: Error): string | null {
  return error instanceof TypeError || error.message.includes('terminated') ? null : error.message
}
