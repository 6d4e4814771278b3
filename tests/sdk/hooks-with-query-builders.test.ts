/** Hooks that write by an app's own query builder, as docs/hooks.md shows it. */

import { eq } from 'drizzle-orm'
import { drizzle as drizzlePostgres } from 'drizzle-orm/node-postgres'
import { pgTable, text as pgText } from 'drizzle-orm/pg-core'
import { sqliteTable, text as sqliteText } from 'drizzle-orm/sqlite-core'
import { drizzle as drizzleSqlite } from 'drizzle-orm/sqlite-proxy'
import { Kysely, PostgresDialect, SqliteDialect } from 'kysely'
import type { PoolClient } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { HookTransaction, SqliteClient } from '../../packages/server/src/start/hook-types.js'
import { type HookedServer, hookedServer } from '../../packages/server/src/testing/hooked-server.js'
import { engines } from '../../packages/server/src/testing/test-server.js'

interface Tables {
  app_profiles: { user_id: string; email: string | null }
}

const kyselyOn = (tx: HookTransaction) =>
  new Kysely<Tables>({
    dialect: tx.engine === 'sqlite' ? new SqliteDialect({ database: tx.client() }) : new PostgresDialect({ pool: tx.client() }),
  })

const inPostgres = pgTable('app_profiles', { userId: pgText('user_id').primaryKey(), email: pgText('email') })
const inSqlite = sqliteTable('app_profiles', { userId: sqliteText('user_id').primaryKey(), email: sqliteText('email') })

const postgresOn = (tx: HookTransaction) => drizzlePostgres({ client: tx.client<PoolClient>() })

function sqliteOn(tx: HookTransaction) {
  const client = tx.client<SqliteClient>()
  return drizzleSqlite(async (text, values, method) => {
    const statement = client.prepare(text)
    if (method === 'run') return { rows: [statement.run(...values)] }
    return { rows: method === 'get' ? (statement.raw().get(...values) as unknown[]) : statement.raw().all(...values) }
  })
}

describe.each(engines)('hooks with query builders on %s', (engine) => {
  let server: HookedServer
  beforeAll(async () => {
    server = await hookedServer(engine)
  })
  afterAll(() => server.close())

  const profileOf = async (email: string) => (await server.rowsOf('app_profiles')).filter((row) => row.email === email)

  test('Kysely reads and writes in the transaction of the event, and is undone with it', async () => {
    const seen: unknown[] = []
    server.hook({
      async 'user.created'({ data }, tx) {
        const db = kyselyOn(tx)
        const email = data.email_addresses[0]!.email_address
        await db.insertInto('app_profiles').values({ user_id: data.id, email }).execute()
        const { numUpdatedRows } = await db
          .updateTable('app_profiles')
          .set({ email })
          .where('user_id', '=', data.id)
          .executeTakeFirst()
        seen.push(numUpdatedRows, await db.selectFrom('app_profiles').selectAll().where('email', '=', email).execute())
        await db.destroy()
        if (email.startsWith('undone')) throw new Error('undone')
      },
    })
    const { body } = await server.createUser('kysely@example.com')
    const row = { user_id: body.id, email: 'kysely@example.com' }
    expect(seen).toEqual([1n, [row]])
    expect(await profileOf('kysely@example.com')).toEqual([row])
    expect(
      await server.gains(async () => expect((await server.createUser('undone-kysely@example.com')).status).toBe(500)),
    ).toEqual({})
  })

  test("a transaction of Kysely's own is refused, as the hook is in one", async () => {
    server.hook({
      'user.created': (_event, tx) =>
        kyselyOn(tx)
          .transaction()
          .execute(async () => {}),
    })
    expect((await server.createUser('nested@example.com')).status).toBe(500)
    expect(server.failures()).toMatchObject([{ message: expect.stringContaining('neither begins nor ends one') }])
  })

  test('Drizzle reads and writes in the transaction of the event, and is undone with it', async () => {
    const seen: unknown[] = []
    server.hook({
      async 'user.created'({ data }, tx) {
        const email = data.email_addresses[0]!.email_address
        const row = { userId: data.id, email }
        if (tx.engine === 'postgres') {
          const db = postgresOn(tx)
          await db.insert(inPostgres).values(row)
          seen.push(await db.select().from(inPostgres).where(eq(inPostgres.userId, data.id)))
        } else {
          const db = sqliteOn(tx)
          await db.insert(inSqlite).values(row)
          seen.push(await db.select().from(inSqlite).where(eq(inSqlite.userId, data.id)))
          seen.push(await db.select().from(inSqlite).where(eq(inSqlite.userId, data.id)).get())
        }
        if (email.startsWith('undone')) throw new Error('undone')
      },
    })
    const { body } = await server.createUser('drizzle@example.com')
    const row = { userId: body.id, email: 'drizzle@example.com' }
    expect(seen).toEqual(engine === 'postgres' ? [[row]] : [[row], row])
    expect(await profileOf('drizzle@example.com')).toEqual([{ user_id: body.id, email: 'drizzle@example.com' }])
    expect(
      await server.gains(async () => expect((await server.createUser('undone-drizzle@example.com')).status).toBe(500)),
    ).toEqual({})
  })

  if (engine === 'sqlite')
    test('a part of what is done by the client is undone by its transaction()', async () => {
      server.hook({
        'user.created'({ data }, tx) {
          const client = tx.client<SqliteClient>()
          const insert = client.prepare('insert into app_profiles values (?, ?)')
          insert.run(data.id, 'kept@example.com')
          const fails = client.transaction((id: string) => {
            insert.run([id, 'gone@example.com'])
            throw new Error('a part')
          })
          expect(() => fails('another')).toThrow('a part')
          expect(client.transaction((id: string) => insert.run(id, null).changes)('third')).toBe(1)
        },
      })
      const { body } = await server.createUser('part@example.com')
      expect((await server.rowsOf('app_profiles')).slice(-2)).toEqual([
        { user_id: body.id, email: 'kept@example.com' },
        { user_id: 'third', email: null },
      ])
    })
})
