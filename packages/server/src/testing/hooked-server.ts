/** A server whose hooks each test sets by itself, with a table of the app's own. */
import { events } from '@frontdesk/contract'
import { sql } from 'kysely'
import type { Engine } from '../database/open.js'
import type { FrontdeskOptions } from '../start/frontdesk-options.js'
import type { HookEvent, Hooks, HookTransaction } from '../start/hook-types.js'
import { type Answer, type TestServer, testPassword, testServer } from './test-server.js'

export interface HookedServer extends TestServer {
  /** The hooks from now on. */
  hook(hooks: Hooks): void
  rowsOf(table: string): Promise<Record<string, unknown>[]>
  /** How many rows each table gained by `work`, where that is not none. */
  gains(work: () => Promise<unknown>): Promise<Record<string, number>>
  createUser(emailAddress: string): Promise<Answer>
  /** The lines of the log that are about hooks. */
  failures(): unknown[]
}

type Hook = ((event: HookEvent, tx: HookTransaction) => unknown) | undefined

export const makeProfiles = (tx: HookTransaction) =>
  tx.sql`create table if not exists app_profiles (user_id text primary key, email text)`

export const saveProfile = ({ data }: HookEvent<'user.created'>, tx: HookTransaction) =>
  tx.sql`insert into app_profiles (user_id, email) values (${data.id}, ${data.email_addresses[0]?.email_address})`

const tables = ['users', 'email_addresses', 'sessions', 'events', 'app_profiles']

export async function hookedServer(engine: Engine, options: FrontdeskOptions = {}): Promise<HookedServer> {
  let present: Hooks = {}
  const now = (event: HookEvent, tx: HookTransaction) => (present[event.type] as Hook)?.(event, tx) // each is called with its own event
  const on = Object.fromEntries(Object.keys(events).map((type) => [type, now]))
  const server = await testServer(engine, { before: { start: makeProfiles }, on, ...options })

  const rowsOf = async (table: string) =>
    (await sql<Record<string, unknown>>`select * from ${sql.table(table)}`.execute(server.instance.db)).rows
  const counts = () => Promise.all(tables.map(async (table) => (await rowsOf(table)).length))

  return {
    ...server,
    hook(hooks) {
      present = hooks
      server.logs.length = 0
    },
    rowsOf,
    async gains(work) {
      const before = await counts()
      await work()
      const after = await counts()
      const gained = tables.map((table, at) => [table, after[at]! - before[at]!] as const)
      return Object.fromEntries(gained.filter(([, count]) => count !== 0))
    },
    createUser: (emailAddress) => server.backend('POST', '/users', { email_address: [emailAddress], password: testPassword }),
    failures: () => server.logs.filter(({ level, hook }) => level === 'error' && hook),
  }
}
