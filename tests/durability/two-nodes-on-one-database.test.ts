/** Two nodes on one database, started at the same moment while it is still empty. */
import { createPublicKey, type JsonWebKey, randomUUID, verify } from 'node:crypto'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createFrontdesk } from '../../packages/server/src/server.js'
import { type FreshDatabase, freshDatabase } from '../environment/database.js'
import { freePort } from '../environment/free-port.js'
import { type StartedProcess, startProcess } from '../environment/process.js'
import { type MailServer, startMailServer } from '../environment/smtp.js'
import { createVisitor, type Visitor } from '../sdk/visitor.js'

const encryptionKey = 'a key for tests, of 32 characters'
const program = fileURLToPath(new URL('server.mjs', import.meta.url))

describe.each(['sqlite', 'postgres'] as const)('two nodes on %s', (engine) => {
  let database: FreshDatabase
  let smtp: MailServer
  let isBusy = false
  let nodes: [StartedProcess, StartedProcess]

  async function startNode(env: Record<string, string> = {}): Promise<StartedProcess> {
    const port = await freePort()
    return startProcess(process.execPath, [program], {
      origin: `http://127.0.0.1:${port}`,
      env: {
        PORT: String(port),
        FRONTDESK_DATABASE_URL: database.url,
        FRONTDESK_ENCRYPTION_KEY: encryptionKey,
        FRONTDESK_SMTP_URL: smtp.url,
        ...env,
      },
    })
  }

  beforeAll(async () => {
    database = await freshDatabase(engine)
    smtp = await startMailServer({ refuse: () => (isBusy ? { code: 450, message: 'Busy' } : undefined) })
    nodes = await Promise.all([startNode(), startNode()])
  })
  afterAll(async () => {
    await Promise.all((nodes ?? []).map((node) => node.kill()))
    await smtp?.close()
    await database?.drop()
  })

  /** Looks into the database that both share. */
  async function look<T>(read: (db: Database) => Promise<T>): Promise<T> {
    const frontdesk = createFrontdesk({ databaseUrl: database.url, encryptionKey, environment: 'production', log: () => {} })
    const { db } = await frontdesk.ready()
    return read(db).finally(() => frontdesk.close())
  }

  /** The same browser at both nodes. */
  function atBoth(visitor: Visitor): Visitor[] {
    return nodes.map(({ origin }) => {
      const here = createVisitor(origin)
      for (const [name, value] of visitor.cookies) here.cookies.set(name, value)
      return here
    })
  }

  test('two nodes agree on one schema and one set of keys, and share every session', async () => {
    const visitor = createVisitor(nodes[0].origin)
    await visitor.signUp()
    const documents = await Promise.all(
      nodes.map(
        async ({ origin }) => (await fetch(`${origin}/__clerk/.well-known/jwks.json`)).json() as Promise<{ keys: JsonWebKey[] }>,
      ),
    )
    expect(documents[0]!.keys).toHaveLength(1)
    expect(documents[1]).toEqual(documents[0])

    const [head, claims, signature] = visitor.cookies.get('__session')!.split('.') as [string, string, string]
    const key = createPublicKey({ key: documents[1]!.keys[0]!, format: 'jwk' })
    expect(verify('sha256', Buffer.from(`${head}.${claims}`), key, Buffer.from(signature, 'base64url'))).toBe(true)

    const second = createVisitor(nodes[1].origin)
    await second.signUp()
    expect([...second.cookies.keys()].toSorted()).toEqual([...visitor.cookies.keys()].toSorted()) // they carry the publishable key's hash

    const elsewhere = atBoth(visitor)[1]!
    expect(await sessionsOf(elsewhere)).toHaveLength(1)
    await elsewhere.call('/me?_method=PATCH', { first_name: 'Jane' })

    const [settings, applied] = await look(async (db) => [
      (await db.selectFrom('instance_settings').select('name').orderBy('name').execute()).map(({ name }) => name),
      (await db.selectFrom('migrations').select('name').execute()).map(({ name }) => name),
    ])
    expect(settings).toEqual(['first_signing_key', 'fixed_settings', 'publishable_key', 'sealed_secret_key'])
    expect(new Set(applied).size).toBe(applied!.length)
  })

  test('of two people who finish a sign-up for one address at once, one gets it', async () => {
    for (let round = 0; round < 8; round++) {
      const emailAddress = `wanted-${randomUUID()}+clerk_test@example.com`
      const attempts = await Promise.all(nodes.map(({ origin }) => startSignUp(createVisitor(origin), emailAddress)))
      const outcomes = await Promise.all(attempts.map(({ attempt }) => outcomeOf(attempt('424242'))))
      expect(outcomes.toSorted()).toEqual(['complete', 'form_identifier_exists'])

      const owners = await look((db) =>
        db
          .selectFrom('users')
          .innerJoin('email_addresses', 'email_addresses.id', 'users.primary_email_address_id')
          .select('users.id')
          .where('email_address', '=', emailAddress)
          .execute(),
      )
      expect(owners).toHaveLength(1)
    }
    const [count, users] = await look(async (db) => [
      (await db.selectFrom('counters').select('value').where('name', '=', 'users').executeTakeFirstOrThrow()).value,
      (await db.selectFrom('users').select('id').execute()).length,
    ])
    expect(count).toBe(users)
  })

  test('a code that is tried at two nodes at once works once', async () => {
    for (let round = 0; round < 8; round++) {
      const visitor = createVisitor(nodes[0].origin)
      const { path } = await startSignUp(visitor, `once-${randomUUID()}+clerk_test@example.com`)
      const both = atBoth(visitor)
      const outcomes = await Promise.all(both.map((browser) => outcomeOf(attemptAt(browser, path)('424242'))))
      expect(outcomes.filter((outcome) => outcome === 'complete')).toHaveLength(1)
      expect(['resource_not_found', 'verification_expired', 'verification_missing']).toContain(
        outcomes.find((outcome) => outcome !== 'complete'),
      )
      const signedIn = await Promise.all(both.map(sessionsOf))
      expect(signedIn.flat()).toHaveLength(1) // the loser's client secret was renewed away
    }
  })

  test('attack: guesses at a code, spread over two nodes, are counted together', async () => {
    const visitor = createVisitor(nodes[0].origin)
    const { path } = await startSignUp(visitor, `guessed-${randomUUID()}+clerk_test@example.com`)
    const both = atBoth(visitor)
    const guesses = Array.from({ length: 10 }, (_, index) => attemptAt(both[index % 2]!, path)(String(100_000 + index)))
    const outcomes = await Promise.all(guesses.map(outcomeOf))
    expect(outcomes.filter((outcome) => outcome === 'form_code_incorrect')).toHaveLength(3)
    expect(outcomes.filter((outcome) => outcome === 'verification_failed')).toHaveLength(7)
    expect(await outcomeOf(attemptAt(both[0]!, path)('424242'))).toBe('verification_failed')
  })

  test('each mail is sent once, also when two nodes find it waiting', async () => {
    isBusy = true // at first: then no node is ahead of the other any more
    const recipients = Array.from({ length: 10 }, () => `guest-${randomUUID()}@example.com`)
    await Promise.all(recipients.map((address, index) => startSignUp(createVisitor(nodes[index % 2]!.origin), address)))
    await expect.poll(() => messagesIn(['waiting']), { timeout: 10_000 }).toBe(recipients.length)
    isBusy = false
    await expect.poll(() => messagesIn(['waiting', 'sending']), { timeout: 30_000, interval: 200 }).toBe(0)
    expect(
      smtp
        .messages()
        .flatMap((mail) => mail.recipients)
        .toSorted(),
    ).toEqual(recipients.toSorted())
  })

  test('a mail that a node was sending when it was killed is sent by another, a minute later', async () => {
    const silent = createServer() // takes connections and never says a word
    await once(silent.listen(0, '127.0.0.1'), 'listening')
    const { port } = silent.address() as AddressInfo // it listens on a port, not on a pipe
    const dying = await startNode({ FRONTDESK_SMTP_URL: `smtp://127.0.0.1:${port}` })
    const recipient = `guest-${randomUUID()}@example.com`
    const visitor = createVisitor(dying.origin)
    const [{ path }] = await Promise.all([startSignUp(visitor, recipient), once(silent, 'connection')])
    await dying.kill('SIGKILL')
    silent.close()
    expect(await messagesIn(['sending'])).toBe(1)

    const later = await startNode({ CLOCK_AHEAD_MS: '60000' })
    const { message } = await smtp.waitFor(recipient)
    const here = createVisitor(later.origin)
    for (const [name, value] of visitor.cookies) here.cookies.set(name, value)
    expect(await outcomeOf(attemptAt(here, path)(/^\d{6}/.exec(message.subject!)![0]))).toBe('complete')
    expect(smtp.messages().filter((mail) => mail.recipients.includes(recipient))).toHaveLength(1)
    await later.kill()
  })

  const messagesIn = (status: ('waiting' | 'sending')[]) =>
    look(async (db) => (await db.selectFrom('messages').select('id').where('status', 'in', status).execute()).length)
})

type Database = Awaited<ReturnType<ReturnType<typeof createFrontdesk>['ready']>>['db']

/** A sign-up that waits for its code. */
async function startSignUp(visitor: Visitor, email_address: string) {
  const { id } = await visitor.call('/client/sign_ups', { email_address, password: 'correct horse battery staple' })
  const path = `/client/sign_ups/${id}`
  await visitor.call(`${path}/prepare_verification`, { strategy: 'email_code' })
  return { path, attempt: attemptAt(visitor, path) }
}

const attemptAt = (visitor: Visitor, path: string) => (code: string) =>
  visitor.call(`${path}/attempt_verification`, { strategy: 'email_code', code })

/** The status that was reached, or the code of the error. */
async function outcomeOf(attempt: Promise<{ status: string }>): Promise<string> {
  return attempt.then(
    ({ status }) => status,
    (error: Error) => /"code":"(\w+)"/.exec(error.message)?.[1] ?? error.message,
  )
}

async function sessionsOf(visitor: Visitor): Promise<unknown[]> {
  const { response } = (await (await visitor.get('/__clerk/v1/client')).json()) as { response: { sessions: unknown[] } | null }
  return response?.sessions ?? []
}
