/** kill -9 under writes: what was acknowledged is there afterwards, and nothing is there by half. */
import { randomUUID } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createFrontdesk } from '../../packages/server/src/server.js'
import { createVisitor } from '../sdk/visitor.js'
import { chanceOf, encryptionKey, type KilledServer, killedServer, killedWhile, seed } from './killed-server.js'

const kills = 50
const password = 'correct horse battery staple' // as visitors have it
const program = fileURLToPath(new URL('server.mjs', import.meta.url))

/** After so many answers of a kind, and a few milliseconds more: somewhere within the next ones. */
function momentOf(kill: number) {
  const chance = chanceOf(kill)
  const kind: Kind = chance[0]! % 3 === 0 ? 'sign-up' : 'change'
  return { kind, answers: 1 + (chance[1]! % (kind === 'sign-up' ? 2 : 16)), pauseMs: chance[2]! % 20 }
}

type Kind = 'sign-up' | 'change'

describe.concurrent.each(['sqlite', 'postgres'] as const)('a server on %s that is killed fifty times', (engine) => {
  let killed: KilledServer
  /** Addresses of finished sign-ups, each with its browser. */
  const signedUp = new Map<string, ReturnType<typeof createVisitor>>()
  /** The address of each user, its last change that was answered, and the last one that was sent: it may have happened, or not. */
  const changed = new Map<string, { acknowledged: number; sent: number }>()

  beforeAll(async () => {
    killed = await killedServer(engine, program)
  })
  afterAll(() => killed?.drop())

  let onAnswer = (_kind: Kind) => {}
  /** Resolves with that many more answers of that kind. */
  const answered = (wanted: Kind, count: number) =>
    new Promise<void>((resolve) => {
      let left = count
      onAnswer = (kind) => {
        if (kind === wanted) left--
        if (left <= 0) resolve()
      }
    })

  /** Changes a user's name, up to so many times. */
  async function changes(emailAddress: string, count: number, change: (lastName: string) => Promise<unknown>): Promise<void> {
    const versions = { acknowledged: 0, sent: 0 }
    changed.set(emailAddress, versions)
    for (let version = 1; version <= count; version++) {
      versions.sent = version
      await change(nameOf(version))
      versions.acknowledged = version
      onAnswer('change')
    }
  }

  /** Signs people up, who then change their profiles, until the server is gone. */
  async function visitors(): Promise<void> {
    for (;;) {
      const visitor = createVisitor(killed.origin)
      const emailAddress = await visitor.signUp({ last_name: nameOf(0) })
      signedUp.set(emailAddress, visitor)
      onAnswer('sign-up')
      await changes(emailAddress, 5, (last_name) => visitor.call('/me?_method=PATCH', { last_name }))
    }
  }

  /** Makes a user and changes it until the server is gone. */
  async function app(): Promise<void> {
    const emailAddress = `app-${randomUUID()}@example.com`
    const { id } = await killed.backend('POST', '/users', {
      email_address: [emailAddress],
      last_name: nameOf(0),
      skip_password_requirement: true,
    })
    await changes(emailAddress, Number.POSITIVE_INFINITY, (last_name) => killed.backend('PATCH', `/users/${id}`, { last_name }))
  }

  test(`a server killed fifty times loses no acknowledged write, keeps none by half, and is ready again each time (seed ${seed})`, {
    timeout: 400_000,
  }, async () => {
    for (let kill = 0; kill < kills; kill++) {
      const server = await killed.start()
      const { kind, answers, pauseMs } = momentOf(kill)
      const writers = [visitors(), visitors(), app(), app()]
      expect(await killedWhile(server, writers, answered(kind, answers), pauseMs)).toEqual([])
    }
    expect(signedUp.size).toBeGreaterThan(kills / 3)
    const stored = await read()

    // What was acknowledged is committed, and of the rest no more than what was sent.
    for (const [emailAddress, { acknowledged, sent }] of changed) {
      const user = stored.ownerOf(emailAddress)
      expect([acknowledged, sent].map(nameOf), emailAddress).toContain(user?.last_name)
    }

    // Everybody who finished a sign-up is still signed in, and can sign in again.
    const server = await killed.start()
    for (const [emailAddress, visitor] of signedUp) {
      const { response } = (await (await visitor.get('/__clerk/v1/client')).json()) as { response: { sessions: SessionBody[] } }
      expect(response.sessions.map(({ user }) => user.email_addresses.map((address) => address.email_address))).toEqual([
        [emailAddress],
      ])
    }
    // One after the other: all at once would meet the queue that hashing has, once there are many.
    for (const identifier of signedUp.keys()) {
      const again = await createVisitor(killed.origin).call('/client/sign_ins', { identifier, password, strategy: 'password' })
      expect([identifier, again.status]).toEqual([identifier, 'complete'])
    }
    await server.kill()

    // Nothing is there by half: users, addresses, clients, sessions, sign-ups, the count and the events agree.
    const { users, addresses, sessions, clients, signUps, eventsOf } = stored
    expect(stored.userCount).toBe(users.length)
    expect(addresses.map((row) => [row.user_id, row.id, row.verified_at !== null]).toSorted()).toEqual(
      users.map((user) => [user.id, user.primary_email_address_id, true]).toSorted(),
    )
    expect(eventsOf('user.created').map(idOf).toSorted()).toEqual(users.map(idOf).toSorted())
    expect(eventsOf('session.created').map(idOf).toSorted()).toEqual(sessions.map(idOf).toSorted())
    const lastKnown = new Map([...eventsOf('user.created'), ...eventsOf('user.updated')].map((user) => [user.id, user.last_name]))
    expect(lastKnown).toEqual(new Map(users.map((user) => [user.id, user.last_name])))
    const knownClients = new Set(clients.map(idOf))
    expect(sessions.filter((session) => !knownClients.has(session.client_id))).toEqual([])
    const finished = signUps.filter(({ status }) => status === 'complete')
    expect(finished.map((row) => `${row.created_user_id} ${row.created_session_id}`).toSorted()).toEqual(
      sessions.map((session) => `${session.user_id} ${session.id}`).toSorted(),
    )
    expect(users.filter(({ password_digest }) => password_digest !== null)).toHaveLength(finished.length)
  })

  /** Everything that the kills left behind. */
  async function read() {
    const frontdesk = createFrontdesk({ databaseUrl: killed.databaseUrl, encryptionKey })
    const { db } = await frontdesk.ready()
    const users = await db.selectFrom('users').selectAll().execute()
    const addresses = await db.selectFrom('email_addresses').selectAll().execute()
    const sessions = await db.selectFrom('sessions').selectAll().execute()
    const clients = await db.selectFrom('clients').selectAll().execute()
    const signUps = await db.selectFrom('sign_ups').selectAll().execute()
    const counter = await db.selectFrom('counters').select('value').where('name', '=', 'users').executeTakeFirstOrThrow()
    const events = await db.selectFrom('events').selectAll().orderBy('position').execute()
    await frontdesk.close()

    const owners = new Map(users.map((user) => [user.id, user]))
    const ownersByAddress = new Map(addresses.map((row) => [row.email_address, owners.get(row.user_id)]))
    return {
      users,
      addresses,
      sessions,
      clients,
      signUps,
      userCount: counter.value,
      ownerOf: (emailAddress: string) => ownersByAddress.get(emailAddress),
      eventsOf: (type: string) =>
        events
          .filter((event) => event.type === type)
          .map(({ data }) => JSON.parse(data) as { id: string; last_name: string | null }),
    }
  }
})

interface SessionBody {
  user: { email_addresses: { email_address: string }[] }
}

const nameOf = (version: number) => `Version ${version}`
const idOf = ({ id }: { id: string }) => id
