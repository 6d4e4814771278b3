/** A database of its own for each test that asks, on either engine. */
import { randomUUID } from 'node:crypto'
import { copyFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { inject } from 'vitest'

export interface FreshDatabase {
  /** As FRONTDESK_DATABASE_URL takes it. */
  url: string
  drop(): Promise<void>
}

type Engine = 'sqlite' | 'postgres'

export const freshDatabase = (engine: Engine): Promise<FreshDatabase> => copyOf(engine, null)

const patterns = new Map<Engine, Promise<string>>()

/** A database in which `prepare` has been done already: once for each worker, for all that ask. */
export async function preparedDatabase(engine: Engine, prepare: (url: string) => Promise<void>): Promise<FreshDatabase> {
  const prepared = patterns.get(engine) ?? freshDatabase(engine).then(({ url }) => prepare(url).then(() => url))
  patterns.set(engine, prepared)
  return copyOf(engine, await prepared)
}

const copyOf = (engine: Engine, pattern: string | null) =>
  engine === 'sqlite' ? freshFile(pattern) : freshPostgresDatabase(pattern)

async function freshFile(pattern: string | null): Promise<FreshDatabase> {
  const folder = mkdtempSync(join(tmpdir(), inject('databasePrefix')))
  const file = join(folder, 'frontdesk.db')
  if (pattern) copyFileSync(pattern.replace('sqlite:', ''), file)
  return { url: `sqlite:${file}`, drop: async () => rmSync(folder, { recursive: true, force: true }) }
}

async function freshPostgresDatabase(pattern: string | null): Promise<FreshDatabase> {
  const server = new URL(inject('postgresUrl'))
  const name = `${inject('databasePrefix')}${randomUUID().replaceAll('-', '')}`
  const template = pattern ? ` template ${new URL(pattern).pathname.slice(1)}` : ''
  await onceAnswering(server.href, `create database ${name}${template}`)

  const url = new URL(server)
  url.pathname = `/${name}`
  return { url: url.href, drop: () => onceAnswering(server.href, `drop database if exists ${name} with (force)`) }
}

/** Removes what the tests of a run left behind. */
export function removeFiles(prefix: string): void {
  const left = readdirSync(tmpdir()).filter((name) => name.startsWith(prefix))
  for (const name of left) rmSync(join(tmpdir(), name), { recursive: true, force: true })
}

/** The same in a server that outlives the run. */
export async function dropDatabases(url: string, prefix: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query('select datname from pg_database where starts_with(datname, $1)', [prefix])
  for (const { datname } of rows) await client.query(`drop database if exists ${datname} with (force)`)
  await client.end()
}

/** Runs a statement; the server may have been started only a moment ago. */
async function onceAnswering(url: string, statement: string): Promise<void> {
  const deadline = Date.now() + 60_000
  for (;;) {
    const client = new pg.Client({ connectionString: url })
    try {
      await client.connect()
    } catch (error) {
      await client.end().catch(() => {})
      if (Date.now() > deadline) throw new Error('PostgreSQL does not answer', { cause: error })
      await new Promise((resolve) => setTimeout(resolve, 100))
      continue
    }
    await client.query(statement).finally(() => client.end())
    return
  }
}
