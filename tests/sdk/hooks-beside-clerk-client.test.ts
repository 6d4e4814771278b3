/** Hooks of a server that an app embeds, and what the SDK may do in them. */

import { type Embedded, embeddedKey } from '@frontdesk/contract/embedded'
import { clerkClient, clerkMiddleware, createClerkClient } from '@frontdesk/express'
import express5 from 'express'
import { frontdesk, type HookEvent, type HookTransaction, Refusal } from 'frontdesk/express'
import { afterAll, beforeAll, describe, expect, expectTypeOf, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../environment/database.js'
import { type Listening, listening } from '../environment/listening.js'
import { createVisitor } from './visitor.js'

const { default: express4 } = (await import('express-4' as string)) as { default: typeof express5 } // its own types are those of Express 5 here

describe.each([
  ['Express 5 and SQLite', express5, 'sqlite'],
  ['Express 4 and PostgreSQL', express4, 'postgres'],
] as const)('hooks in an app on %s', (_, express, engine) => {
  let database: FreshDatabase
  let embedded: ReturnType<typeof frontdesk>
  let server: Listening
  let created: (event: HookEvent<'user.created'>, tx: HookTransaction) => unknown = () => {}

  beforeAll(async () => {
    database = await freshDatabase(engine)
    embedded = frontdesk({
      databaseUrl: database.url,
      environment: 'development',
      log: () => {},
      hookLimitMs: 2_000,
      before: { start: (tx) => tx.sql`create table app_profiles (user_id text)` },
      on: { 'user.created': (event, tx) => created(event, tx) },
    })
    const app = express()
    app.use(embedded)
    app.use(clerkMiddleware())
    server = await listening(app)
  })
  afterAll(async () => {
    await server.close()
    await embedded.server.close()
    await database.drop()
  })

  const create = (emailAddress: string) =>
    clerkClient.users.createUser({ emailAddress: [emailAddress], password: 'correct horse battery staple' })

  test('a visitor who signs up has a row of the app, as has a user whom the app makes', async () => {
    const ids: string[] = []
    created = async ({ data }, tx) => {
      await tx.sql`insert into app_profiles values (${data.id})`
      ids.splice(
        0,
        ids.length,
        ...(await tx.sql<{ user_id: string }>`select user_id from app_profiles`).map((row) => row.user_id),
      )
    }
    await createVisitor(server.origin).signUp()
    const { id } = await create('ada@example.com')
    expect(ids).toHaveLength(2)
    expect(ids).toContain(id)
  })

  test('clerkClient in a hook is refused with words that say why, and works again after it', async () => {
    let refusal: unknown
    created = async ({ data }) => {
      refusal = await clerkClient.users.getUser(data.id).catch((error: unknown) => error)
    }
    const { id } = await create('grace@example.com')
    expect(String(refusal)).toContain('The hook on.user.created calls its own server')
    expect((await clerkClient.users.getUser(id)).id).toBe(id)
  })

  test('what the middleware asks the embedded server about sessions is refused in a hook as well', async () => {
    let refusal: unknown
    created = async () => {
      refusal = await handle()
        .isSessionActive('sess_1', 'user_1')
        .catch((error: unknown) => error)
    }
    await create('session@example.com')
    expect(String(refusal)).toContain('The hook on.user.created calls its own server')
    expect(await handle().isSessionActive('sess_1', 'user_1')).toBe(false)
  })

  test('a client that calls the same server over the network ends with the limit at the latest', async () => {
    const { secretKey } = await handle().ready()
    const network = createClerkClient({ secretKey, apiUrl: `${server.origin}/__clerk/api` })
    created = ({ data }) => network.users.getUser(data.id).catch(() => 'not known out there yet')
    const made = await create('joan@example.com').catch((error: { status: number }) => error.status)
    expect(engine === 'sqlite' ? made : typeof made).toBe(engine === 'sqlite' ? 500 : 'object') // PostgreSQL has other connections
    created = () => {}
    expect((await create('joan-again@example.com')).id).toMatch(/^user_/)
  })

  test('a refusal reaches the caller of the SDK with its sentence', async () => {
    created = () => {
      throw new Refusal('Only by invitation.')
    }
    await expect(create('nobody@example.com')).rejects.toMatchObject({
      status: 422,
      errors: [{ code: 'hook_refused', longMessage: 'Only by invitation.' }],
    })
    const visitor = createVisitor(server.origin)
    await expect(visitor.signUp()).rejects.toThrow('Only by invitation.')
    expect([...visitor.cookies.keys()].filter((name) => name.startsWith('__session'))).toEqual([])
  })

  const handle = () => (globalThis as Record<symbol, unknown>)[embeddedKey] as Required<Embedded>
})

test('each hook knows what its event holds', () => {
  const options = {
    on: {
      'user.created': ({ type, data }: HookEvent<'user.created'>) => [type, data.email_addresses],
    },
  } satisfies Parameters<typeof frontdesk>[0]
  expectTypeOf(options.on['user.created']).parameter(0).toHaveProperty('timestamp').toEqualTypeOf<number>()
  expectTypeOf<HookEvent<'user.deleted'>['data']['deleted']>().toEqualTypeOf<true>()
  expectTypeOf<HookEvent<'session.created'>['data']['user']['email_addresses'][number]['email_address']>().toEqualTypeOf<string>()
  expectTypeOf<HookEvent<'user.created'>['data']['public_metadata']>().toEqualTypeOf<Record<string, unknown>>()
  // @ts-expect-error: no such event
  const misspelled: Parameters<typeof frontdesk>[0] = { on: { 'user.craeted': () => {} } }
  // @ts-expect-error: a deleted user has no addresses any more
  const gone: Parameters<typeof frontdesk>[0] = { on: { 'user.deleted': ({ data }) => data.email_addresses } }
  expect(() => frontdesk(misspelled)).toThrow('on: there is no user.craeted. Did you mean on.user.created?')
  expect(gone).toBeDefined()
})
