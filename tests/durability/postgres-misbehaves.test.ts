/** What PostgreSQL and the network before it do to a server, which goes on: restarts, ended sessions, silence, poolers, a late start. */
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import type { FrontdeskOptions } from '../../packages/server/src/frontdesk-options.js'
import { createFrontdesk } from '../../packages/server/src/server.js'
import { type OwnPostgres, startOwnPostgres } from '../environment/own-postgres.js'

const encryptionKey = 'a key for tests, of 32 characters'
const password = 'correct horse battery staple'

let postgres: OwnPostgres
beforeAll(async () => {
  postgres = await startOwnPostgres()
})
afterAll(() => postgres?.remove())

let schemas = 0
/** The URL of a schema that nothing is in yet. */
const freshSchema = (url = postgres.url) => `${url}?schema=test_${++schemas}`

const schemaOf = (databaseUrl: string) => new URL(databaseUrl).searchParams.get('schema')!

async function changeTables(databaseUrl: string, statement: (table: string) => string): Promise<void> {
  const tables = await postgres.query<{ name: string }>('select tablename as name from pg_tables where schemaname = $1', [
    schemaOf(databaseUrl),
  ])
  expect(tables.length).toBeGreaterThan(10)
  for (const { name } of tables) await postgres.query(statement(`${schemaOf(databaseUrl)}.${name}`))
}

interface Refusal {
  errors: { code: string }[]
}

/** A server on a database, and its Backend API. Every answer is one of a server that is well, or a refusal for the moment. */
async function serve(databaseUrl: string, options: FrontdeskOptions = {}) {
  const frontdesk = createFrontdesk({ databaseUrl, encryptionKey, environment: 'development', log: () => {}, ...options })
  onTestFinished(() => frontdesk.close())
  const { keys } = await frontdesk.ready()

  const request = (path: string, init?: RequestInit) => frontdesk.fetch(new Request(`http://localhost:3000${path}`, init))
  const backend = async (method: string, path: string, body?: object) => {
    const response = await request(`/__clerk/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${keys.secretKey.reveal()}`, 'content-type': 'application/json' },
      body: body ? JSON.stringify(body) : null,
    })
    const answer = (await response.json()) as { id: string; errors?: Refusal['errors'] }
    return { status: response.status, retryAfter: response.headers.get('retry-after'), body: answer }
  }
  const { body: user } = await backend('POST', '/users', { email_address: ['jane@example.com'], password })
  expect(user.id).toMatch(/^user_/)
  return {
    frontdesk,
    request,
    backend,
    user,
    read: () => backend('GET', `/users/${user.id}`),
    /** A transaction. */
    change: (n = 0) => backend('PATCH', `/users/${user.id}/metadata`, { private_metadata: { n } }),
  }
}

const forTheMoment = { status: 503, retryAfter: '1', body: { errors: [{ code: 'service_unavailable' }] } }

/** Every one of these is either answered as always, or refused for the moment. */
function expectNoFault(answers: Awaited<ReturnType<Awaited<ReturnType<typeof serve>>['read']>>[]): void {
  for (const answer of answers) if (answer.status !== 200) expect(answer).toMatchObject(forTheMoment)
}

describe('sessions that end', () => {
  test('in the middle of a transaction: that one request is refused, nothing of it stays, and the next is answered', async () => {
    const databaseUrl = freshSchema()
    const { change, read } = await serve(databaseUrl)
    const holder = await postgres.connect()
    onTestFinished(() => holder.end())
    await holder.query(`begin; select * from ${schemaOf(databaseUrl)}.users for update`)

    const waiting = change(1)
    await expect.poll(() => postgres.query(`select 1 from pg_stat_activity where wait_event_type = 'Lock'`)).toHaveLength(1)
    await postgres.query(`select pg_terminate_backend(pid) from pg_stat_activity where wait_event_type = 'Lock'`)
    expect(await waiting).toMatchObject(forTheMoment)
    await holder.query('rollback')

    expect((await read()).body).toMatchObject({ private_metadata: {} })
    expect(await change(2)).toMatchObject({ status: 200, body: { private_metadata: { n: 2 } } })
  })

  test('all of them at once, with requests in the same moment', async () => {
    const { change, read } = await serve(freshSchema())
    await Promise.all(Array.from({ length: 30 }, (_, n) => change(n)))
    const asked = Array.from({ length: 30 }, (_, n) => (n % 2 ? change(n) : read()))
    await postgres.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname = 'postgres'`,
    )
    expectNoFault(await Promise.all(asked))
    await expect.poll(change).toMatchObject({ status: 200 })
  })

  test('with the server, which is started again under traffic, three times', async () => {
    const { change, read } = await serve(freshSchema())
    let isOver = false
    const traffic = Array.from({ length: 6 }, async (_, n) => {
      const answers = []
      while (!isOver) answers.push(await (n % 2 ? change(n) : read()))
      return answers
    })
    for (let round = 0; round < 3; round++) {
      await expect.poll(change).toMatchObject({ status: 200 })
      await postgres.stop()
      expect(await change()).toMatchObject(forTheMoment)
      await postgres.start()
    }
    await expect.poll(change).toMatchObject({ status: 200 })
    isOver = true
    expectNoFault((await Promise.all(traffic)).flat())
  })
})

describe('a newer release that changes tables under nodes of this one', () => {
  test('adds a column to each of them: everything goes on', async () => {
    const databaseUrl = freshSchema()
    const { read, change, backend } = await serve(databaseUrl)
    const asks = [read, change, () => backend('GET', '/users'), () => backend('GET', '/sessions?user_id=none')]
    const askAll = () => Promise.all([...asks, ...asks, ...asks].map((ask) => ask()))
    await askAll()
    await change() // the connection that is taken next has planned all of it
    await changeTables(databaseUrl, (table) => `alter table ${table} add column of_next_release text`)
    expect(await change()).toMatchObject({ status: 200 })
    for (const answer of await askAll()) expect(answer.status).toBe(200)
  })

  test("changes a column's type: plans are made again, and a transaction that had begun is refused for the moment", async () => {
    const databaseUrl = freshSchema()
    const { read, change } = await serve(databaseUrl)
    const users = `${schemaOf(databaseUrl)}.users`
    await Promise.all([read(), read(), read(), change()])

    await postgres.query(`alter table ${users} alter column first_name type varchar(500)`)
    expect(await Promise.all([read(), read(), read()])).toMatchObject([{ status: 200 }, { status: 200 }, { status: 200 }])
    expect(await change()).toMatchObject({ status: 200 })

    await postgres.query(`alter table ${users} alter column first_name type text`)
    expectNoFault(await Promise.all([change(), change()]))
    expect(await Promise.all([change(), change(), read()])).toMatchObject([{ status: 200 }, { status: 200 }, { status: 200 }])
  })
})
