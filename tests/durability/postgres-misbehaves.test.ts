/** What PostgreSQL and the network before it do to a server, which goes on: restarts, ended sessions, silence, poolers, a late start. */
import { fileURLToPath } from 'node:url'
import express from 'express'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { clerkMiddleware } from '../../packages/express/src/index.js'
import { DatabaseUnavailable } from '../../packages/server/src/database/unavailable.js'
import { frontdesk } from '../../packages/server/src/express.js'
import { createFrontdesk } from '../../packages/server/src/server.js'
import { freePort } from '../environment/free-port.js'
import { listening } from '../environment/listening.js'
import { type OwnPostgres, startOwnPostgres } from '../environment/own-postgres.js'
import { type PgBouncer, startPgBouncer } from '../environment/pgbouncer.js'
import { startRelay } from '../environment/relay.js'
import { runProgram } from './command.js'

const encryptionKey = 'a key for tests, of 32 characters'
const password = 'correct horse battery staple'
const quickstart = fileURLToPath(new URL('../../examples/quickstart', import.meta.url))

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

/** A server on a database, and its Backend API. Every answer is one of a server that is well, or a refusal for the moment. */
async function serve(databaseUrl: string) {
  const server = createFrontdesk({ databaseUrl, encryptionKey, environment: 'development', log: () => {} })
  onTestFinished(() => server.close())
  const instance = await server.ready()
  const { keys } = instance

  const request = (path: string, init?: RequestInit) => server.fetch(new Request(`http://localhost:3000${path}`, init))
  const backend = async (method: string, path: string, body?: object) => {
    const response = await request(`/__clerk/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${keys.secretKey.reveal()}`, 'content-type': 'application/json' },
      body: body ? JSON.stringify(body) : null,
    })
    const answer = (await response.json()) as { id: string }
    return { status: response.status, retryAfter: response.headers.get('retry-after'), body: answer }
  }
  await backend('POST', '/users', { external_id: 'jane', email_address: ['jane@example.com'], password }) // or another node did
  const { body: found } = await backend('GET', '/users?external_id=jane')
  const [user] = found as unknown as [{ id: string }] // a list
  expect(user.id).toMatch(/^user_/)
  return {
    instance,
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
  test('when PostgreSQL ends a session in a transaction, that request is refused, nothing of it stays, and the next is answered', async () => {
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

  test('when PostgreSQL ends all sessions at once, requests in the same moment are answered or refused for the moment', async () => {
    const { change, read } = await serve(freshSchema())
    await Promise.all(Array.from({ length: 30 }, (_, n) => change(n)))
    const asked = Array.from({ length: 30 }, (_, n) => (n % 2 ? change(n) : read()))
    await postgres.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname = 'postgres'`,
    )
    expectNoFault(await Promise.all(asked))
    await expect.poll(change).toMatchObject({ status: 200 })
  })

  test('when PostgreSQL is restarted three times under traffic, requests are answered or refused for the moment', async () => {
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
  test('a newer release that adds a column to each table stops nothing on a node of this one', async () => {
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

  test("a newer release that changes a column's type makes plans again, and refuses a transaction under way for the moment", async () => {
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

describe('a network that goes silent', () => {
  test('a network that goes silent stops no request for ever: all are refused for the moment, health says so soon, and later they are answered', async () => {
    const relay = await startRelay(postgres.port)
    onTestFinished(relay.close)
    const { read, request } = await serve(freshSchema(postgres.url.replace(`:${postgres.port}/`, `:${relay.port}/`)))
    await Promise.all(Array.from({ length: 32 }, read)) // every connection is made
    relay.silence()

    const asked = Array.from({ length: 20 }, read)
    const askedAt = performance.now()
    const health = await request('/__clerk/v1/health')
    expect({ status: health.status, body: await health.json() }).toMatchObject({ status: 503, body: { status: 'unhealthy' } })
    expect(performance.now() - askedAt).toBeLessThan(10_000)
    for (const answer of await Promise.all(asked)) expect(answer).toMatchObject(forTheMoment)
    expect(performance.now() - askedAt).toBeLessThan(40_000)

    relay.resume()
    await expect.poll(read, { timeout: 15_000 }).toMatchObject({ status: 200 })
    expect((await request('/__clerk/v1/health')).status).toBe(200)
  })

  test('a network that goes silent in a transaction has PostgreSQL end it, so that its locks hold up nobody else', async () => {
    const relay = await startRelay(postgres.port)
    onTestFinished(relay.close)
    const databaseUrl = freshSchema()
    const silenced = await serve(databaseUrl.replace(`:${postgres.port}/`, `:${relay.port}/`))
    const { instance } = silenced
    const lost = instance.db.transaction().execute(async (db) => {
      await db.updateTable('users').set({ first_name: 'Lost' }).execute()
      relay.silence()
      return db.updateTable('users').set({ first_name: 'Lost again' }).execute()
    })
    lost.catch(() => {}) // looked at below
    const holds = () => postgres.query(`select 1 from pg_stat_activity where state = 'idle in transaction'`)
    await expect.poll(holds).toHaveLength(1)
    await expect.poll(holds, { timeout: 20_000, interval: 200 }).toHaveLength(0)
    await expect(lost).rejects.toThrow(DatabaseUnavailable)
    relay.resume()
    await expect.poll(silenced.change, { timeout: 15_000 }).toMatchObject({ status: 200, body: { first_name: null } })
  })
})

describe('a database that is there and does not do its work', () => {
  test('a lock that somebody keeps in PostgreSQL holds up a request for some seconds, and only that one', async () => {
    const databaseUrl = freshSchema()
    const { change, read } = await serve(databaseUrl)
    const holder = await postgres.connect()
    onTestFinished(() => holder.end())
    await holder.query(`begin; select * from ${schemaOf(databaseUrl)}.users for update`)
    const [changed] = await Promise.all([change(), read()])
    expect(changed).toMatchObject(forTheMoment)
    expect(await postgres.query(`select 1 from pg_stat_activity where wait_event_type = 'Lock'`)).toEqual([]) // the server waits no longer either
    await holder.query('rollback')
    expect(await change()).toMatchObject({ status: 200 })
  })

  test("a PostgreSQL that can't be written is unhealthy, though it still can be read", async () => {
    const { read, change, request } = await serve(freshSchema())
    await postgres.query('alter system set default_transaction_read_only = on')
    await postgres.query('select pg_reload_conf()')
    await expect.poll(change).toMatchObject(forTheMoment)
    expect((await request('/__clerk/v1/health')).status).toBe(503)
    expect((await read()).status).toBe(200)

    const admin = await postgres.connect()
    await admin.query('set default_transaction_read_only = off')
    await admin.query('alter system reset default_transaction_read_only')
    await admin.query('select pg_reload_conf()')
    await admin.end()
    await expect.poll(change).toMatchObject({ status: 200 })
    expect((await request('/__clerk/v1/health')).status).toBe(200)
  })
})

describe('PostgreSQL that is started after the server', () => {
  let late: OwnPostgres
  beforeAll(async () => {
    late = await startOwnPostgres()
  })
  afterAll(() => late?.remove())

  test('a PostgreSQL that starts after the server is waited for: API, pages and an app say so meanwhile, and go on by themselves', async () => {
    await late.stop()
    const logs: string[] = []
    const middleware = frontdesk({
      databaseUrl: late.url,
      encryptionKey,
      environment: 'development',
      log: ({ message }) => logs.push(message),
    })
    onTestFinished(() => middleware.server.close())
    const app = express()
    app.use(middleware, clerkMiddleware())
    app.get('/', (_request, response) => void response.send('a public page'))
    const { origin, close } = await listening(app)
    onTestFinished(close)
    const ask = async (path: string, accept = '*/*') => {
      const response = await fetch(`${origin}${path}`, { headers: { accept, connection: 'close' } })
      const { status, headers } = response
      return { status, retryAfter: headers.get('retry-after'), type: headers.get('content-type'), text: await response.text() }
    }

    const away = { status: 503, retryAfter: '1' }
    expect(await ask('/__clerk/v1/health')).toMatchObject(away)
    expect(await ask('/__clerk/v1/environment')).toMatchObject({
      ...away,
      type: 'application/json',
      text: expect.stringContaining('service_unavailable'),
    })
    expect(await ask('/__clerk/api/v1/users')).toMatchObject({ ...away, type: 'application/json' })
    expect(await ask('/sign-in', 'text/html,*/*')).toMatchObject({ ...away, type: expect.stringMatching(/^text\//) })
    expect(await ask('/')).toMatchObject(away)
    await expect
      .poll(() => logs)
      .toEqual([expect.stringMatching(/^The database can't be opened: connect ECONNREFUSED .* tried again/)])

    await late.start()
    await expect.poll(() => ask('/__clerk/v1/environment'), { timeout: 15_000 }).toMatchObject({ status: 200 })
    expect(await ask('/__clerk/v1/health')).toMatchObject({ status: 200 })
    expect(await ask('/sign-in')).toMatchObject({ status: 200 })
    expect(await ask('/')).toMatchObject({ status: 200, text: 'a public page' })
    expect(logs).toContain('The database answers.')
  })

  test('a PostgreSQL that starts later is not tried again by a server that was closed', async () => {
    await late.stop()
    const frontdesk = createFrontdesk({ databaseUrl: late.url, encryptionKey, log: () => {} })
    await expect(frontdesk.ready()).rejects.toMatchObject({ status: 503 })
    await frontdesk.close()
    await late.start()
    expect(
      await late.query(
        `select 1 from pg_stat_activity where application_name = '' and pid <> pg_backend_pid() and backend_type = 'client backend'`,
      ),
    ).toEqual([])
    await expect(frontdesk.ready()).rejects.toThrow('This server is closed')
  })
})

describe('a database URL with a mistake that no waiting mends', () => {
  const mistakes: [string, (url: URL) => void, RegExp][] = [
    ['a password', (url) => Object.assign(url, { password: 'wrong' }), /password authentication failed/],
    ['a role', (url) => Object.assign(url, { username: 'nobody_here' }), /password authentication failed/],
    [
      'a database',
      (url) => Object.assign(url, { pathname: '/nothing_here' }),
      /database "nothing_here" does not exist|no such database: nothing_here/,
    ],
  ]
  test.each(mistakes)(
    'a mistake in the database URL, %s, stops the start with the reason, directly and through PgBouncer',
    async (_, spoil, reason) => {
      const pooler = await startPgBouncer(postgres.url)
      onTestFinished(pooler.stop)
      for (const url of [postgres.url, pooler.url]) {
        const spoilt = new URL(url)
        spoil(spoilt)
        const frontdesk = createFrontdesk({ databaseUrl: spoilt.href, encryptionKey, log: () => {} })
        const fault: Error = await frontdesk.ready().then(
          () => expect.unreachable(),
          (error: Error) => error,
        )
        expect(fault).not.toBeInstanceOf(DatabaseUnavailable)
        expect(fault.message).toMatch(/^The database can't be opened: /)
        expect(fault.message).toMatch(reason)
        expect(fault.message).not.toContain('wrong')
        await frontdesk.close()
      }
    },
  )

  test('a mistake in the database URL ends an app that embeds the server, with the reason on its console', async () => {
    const spoilt = Object.assign(new URL(postgres.url), { password: 'wrong' })
    const env = { PORT: String(await freePort()), FRONTDESK_DATABASE_URL: spoilt.href, FRONTDESK_ENCRYPTION_KEY: encryptionKey }
    const { code, output } = await runProgram('app.js', [], env, quickstart)
    expect(code).toBe(1)
    expect(output).toMatch(/^\[frontdesk\] error: The database can't be opened: password authentication failed/)
    expect(output.length).toBeLessThan(2_000) // no page of our own code with it
  })
})

describe.each(['session', 'transaction'])('PgBouncer in %s mode', (mode) => {
  let pooler: PgBouncer
  beforeAll(async () => {
    pooler = await startPgBouncer(postgres.url, `pool_mode = ${mode}`, 'server_login_retry = 1', 'query_wait_timeout = 10')
  })
  afterAll(() => pooler?.stop())

  test('PgBouncer needs no settings: reads and transactions are answered, in the schema that the URL names', async () => {
    const databaseUrl = freshSchema(pooler.url)
    const { read, change } = await serve(databaseUrl)
    const answers = await Promise.all(Array.from({ length: 40 }, (_, n) => (n % 2 ? read() : change(n))))
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200))
    const places = await postgres.query<{ schemaname: string }>(
      `select distinct schemaname from pg_tables where tablename = 'users'`,
    )
    expect(places.map(({ schemaname }) => schemaname)).toContain(schemaOf(databaseUrl))
    expect(places.map(({ schemaname }) => schemaname)).not.toContain('public')
  })

  test('two nodes that start together behind PgBouncer migrate once', async () => {
    const databaseUrl = freshSchema(pooler.url)
    const nodes = [1, 2].map(() => createFrontdesk({ databaseUrl, encryptionKey, log: () => {} }))
    const [one, two] = await Promise.all(nodes.map((node) => node.ready()))
    expect(one!.keys.publishableKey).toBe(two!.keys.publishableKey)
    await Promise.all(nodes.map((node) => node.close()))
  })

  test.each(['', '&statements=named', '&statements=unnamed'])(
    'two nodes that share server connections never get the answer to another question (%s)',
    async (choice) => {
      const databaseUrl = `${freshSchema(pooler.url)}${choice}`
      const nodes = [await serve(databaseUrl), await serve(databaseUrl)]
      const { user } = nodes[0]!
      const asks: [path: string, count: number][] = [
        [`/users?user_id=${user.id}`, 1],
        ['/users?external_id=none', 0],
        ['/users?username=none', 0],
        ['/users?query=none', 0],
        ['/users?email_address=jane@example.com', 1],
      ]
      for (let round = 0; round < 10; round++) {
        const answers = await Promise.all(
          asks.flatMap(([path, count], index) => [
            nodes[0]!.backend('GET', path).then((answer) => ({ answer, count })),
            nodes[1]!.backend('GET', asks.at(-1 - index)![0]).then((answer) => ({ answer, count: asks.at(-1 - index)![1] })),
          ]),
        )
        for (const { answer, count } of answers) expect(answer).toMatchObject({ status: 200, body: { length: count } })
      }
    },
  )

  test('a server behind PgBouncer outlives a restart of PostgreSQL', async () => {
    const { change } = await serve(freshSchema(pooler.url))
    await postgres.stop()
    expect(await change()).toMatchObject(forTheMoment)
    await postgres.start()
    await expect.poll(change, { timeout: 20_000 }).toMatchObject({ status: 200 })
  })
})

test('statements are named only on connections of our own, unless the URL decides', async () => {
  const pooler = await startPgBouncer(postgres.url, 'pool_mode = session')
  onTestFinished(pooler.stop)
  const named = async (databaseUrl: string) => {
    const { read, instance } = await serve(databaseUrl)
    await read()
    const { rows } = await sql`select 1 from pg_prepared_statements where name like 'f0\\_%'`.execute(instance.db)
    return rows.length > 0
  }
  expect(await named(freshSchema())).toBe(true)
  expect(await named(`${freshSchema()}&statements=unnamed`)).toBe(false)
  expect(await named(freshSchema(pooler.url))).toBe(false)
  expect(await named(`${freshSchema(pooler.url)}&statements=named`)).toBe(true)
})
