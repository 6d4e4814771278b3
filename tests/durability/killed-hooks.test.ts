/** kill -9 under writes of a server whose hooks write to an app's own table: what the app knows and what we know never differ. */
import { randomUUID } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createFrontdesk } from '../../packages/server/src/server.js'
import { createVisitor } from '../sdk/visitor.js'
import { chanceOf, encryptionKey, type KilledServer, killedServer, killedWhile, seed } from './killed-server.js'

const kills = 100
const program = fileURLToPath(new URL('hooked-server.mjs', import.meta.url))

/** After so many answers, and a few milliseconds more: somewhere within the next ones. */
function momentOf(kill: number) {
  const chance = chanceOf(kill)
  return { answers: 1 + (chance[0]! % 12), pauseMs: chance[1]! % 12 }
}

describe.concurrent.each(['sqlite', 'postgres'] as const)('hooks on %s that are killed a hundred times', (engine) => {
  let killed: KilledServer
  beforeAll(async () => {
    killed = await killedServer(engine, program)
  })
  afterAll(() => killed?.drop())

  let onAnswer = () => {}
  const answered = (count: number) =>
    new Promise<void>((resolve) => {
      let left = count
      onAnswer = () => {
        if (--left === 0) resolve()
      }
    })

  async function backend(method: string, path: string, body?: object) {
    const answer = await killed.backend(method, path, body)
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
      await createVisitor(killed.origin).signUp({ last_name: 'Visitor' })
      onAnswer()
    }
  }

  test(`after a hundred kills each user has the profile that the app's hooks wrote, and no profile is without a user (seed ${seed})`, {
    timeout: 400_000,
  }, async () => {
    for (let kill = 0; kill < kills; kill++) {
      const server = await killed.start()
      const { answers, pauseMs } = momentOf(kill)
      expect(await killedWhile(server, [app(), app(), visitors()], answered(answers), pauseMs)).toEqual([])
    }

    const frontdesk = createFrontdesk({ databaseUrl: killed.databaseUrl, encryptionKey })
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
