/**
 * Opens a database from its URL: `sqlite:<path>` (WAL, every commit synced) or `postgres://…` (one schema per instance, named by
 * `?schema=`, default `frontdesk`). Everything above this folder sees one Kysely and does not know which engine it has.
 */
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Statement } from 'better-sqlite3'
import {
  CompiledQuery,
  type DatabaseConnection,
  Kysely,
  PostgresDialect,
  type PostgresPool,
  SqliteDialect,
  SqliteDriver,
  type SqliteStatement,
} from 'kysely'
import type { Tables } from './tables.js'

export type Engine = 'sqlite' | 'postgres'

/** Where queries run: a database, or a transaction on it. */
export interface Queryable {
  engine: Engine
  db: Kysely<Tables>
}

export interface Database extends Queryable {
  unsynced: Unsynced
  close(): Promise<void>
}

/**
 * Runs one write, outside of any transaction, whose commit survives the end of this process at once and a power cut only together with
 * the next commit: for counts and leases, which nobody was promised. On SQLite a sync costs more than all else in a request.
 */
export type Unsynced = <T>(write: (held: Queryable) => Promise<T>) => Promise<T>

/** The longest that a write waits for those of others. */
const lockTimeoutMs = 5_000

/** @throws with what is wrong, in words that hold no password */
export async function openDatabase(url: string): Promise<Database> {
  if (url.startsWith('sqlite:')) return openSqlite(url.slice('sqlite:'.length))
  if (/^postgres(ql)?:\/\//.test(url)) return openPostgres(url)
  const scheme = /^[a-z0-9+]+:/i.exec(url)?.[0]
  throw new Error(`FRONTDESK_DATABASE_URL must be sqlite:<path> or postgres://…${scheme ? `, not ${scheme}…` : ''}`)
}

async function openSqlite(path: string): Promise<Database> {
  // SQLite would take an empty path as a database that is gone at the end, and the URL's host as a folder of the root.
  if (!/^(?!\/\/[^/])./.test(path))
    throw new Error('FRONTDESK_DATABASE_URL: sqlite: is followed by a path, as in sqlite:data/users.db')
  const { default: BetterSqlite } = await import('better-sqlite3')
  const file = openFile(BetterSqlite, path)
  file.pragma('busy_timeout = 5') // see onceUnlocked
  file.pragma('synchronous = FULL') // acknowledged means committed, through a power cut too
  file.pragma('foreign_keys = ON')
  file.pragma('cache_size = -65536') // 64 MB: an index of a million rows stays in memory

  // Kysely prepares each query anew; the same few hundred texts come again and again.
  const statements = new Map<string, SqliteStatement>()
  const prepare = (text: string) => {
    let statement = statements.get(text)
    if (!statement) {
      statement = withQuickRows(file.prepare(text))
      if (statements.size >= 500) statements.clear()
      statements.set(text, statement)
    }
    return statement
  }

  const db = new Kysely<Tables>({ dialect: new ImmediateSqliteDialect({ database: { prepare, close: () => file.close() } }) })
  const unsynced: Unsynced = (write) =>
    db.connection().execute(async (held) => {
      file.pragma('synchronous = NORMAL')
      try {
        return await write({ engine: 'sqlite', db: held })
      } finally {
        file.pragma('synchronous = FULL')
      }
    })
  return { engine: 'sqlite', db, unsynced, close: () => db.destroy() }
}

/** better-sqlite3 takes three times as long to hand over rows as objects than as lists of their values. */
function withQuickRows(statement: Statement): SqliteStatement {
  if (!statement.reader) return statement
  const namesOf = () => statement.columns().map(({ name }) => name)
  let names = namesOf()
  statement.raw()

  function toRow(values: unknown[]): Record<string, unknown> {
    if (values.length !== names.length) names = namesOf() // another process has changed the table
    const row: Record<string, unknown> = {}
    for (let index = 0; index < names.length; index++) row[names[index]!] = values[index]
    return row
  }

  return {
    reader: true,
    all: (parameters) => (statement.all(parameters) as unknown[][]).map(toRow),
    run: (parameters) => statement.run(parameters),
    *iterate(parameters) {
      for (const values of statement.iterate(parameters)) yield toRow(values as unknown[])
    },
  }
}

function openFile(BetterSqlite: typeof import('better-sqlite3'), path: string) {
  try {
    if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    const file = new BetterSqlite(path, { timeout: lockTimeoutMs })
    file.pragma('journal_mode = WAL')
    return file
  } catch (error) {
    throw new Error(`The database ${path} can't be opened: ${(error as Error).message}`)
  }
}

/** Transactions take the write lock when they begin, so that one that reads first and writes later never meets SQLITE_BUSY half-way. */
class ImmediateSqliteDialect extends SqliteDialect {
  readonly #config: ConstructorParameters<typeof SqliteDialect>[0]

  constructor(config: ConstructorParameters<typeof SqliteDialect>[0]) {
    super(config)
    this.#config = config
  }

  override createDriver(): SqliteDriver {
    return new ImmediateSqliteDriver(this.#config)
  }
}

class ImmediateSqliteDriver extends SqliteDriver {
  override async acquireConnection(): Promise<DatabaseConnection> {
    const connection = await super.acquireConnection()
    return {
      executeQuery: (query) => onceUnlocked(() => connection.executeQuery(query)),
      streamQuery: (query) => connection.streamQuery(query),
    }
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'))
  }
}

/** While another one writes, this one waits without holding up the process: the other may be in the same process. */
async function onceUnlocked<T>(run: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + lockTimeoutMs
  for (;;) {
    try {
      return await run()
    } catch (error) {
      const isLocked = (error as { code?: string }).code?.startsWith('SQLITE_BUSY') // such a statement has done nothing yet
      if (!isLocked || Date.now() > deadline) throw error
      await new Promise((resolve) => setTimeout(resolve, 2))
    }
  }
}

async function openPostgres(url: string): Promise<Database> {
  const { default: pg } = await import('pg')
  const { schema, connectionString } = readSchema(url)
  const pool = new pg.Pool({
    connectionString,
    max: 16,
    connectionTimeoutMillis: 10_000, // a server that is silent is reported, and a request gives up its place in the queue
    options: `-c search_path=${schema}`,
    types: {
      getTypeParser: (oid: number, format?: 'text' | 'binary') =>
        oid === 20 ? Number : pg.types.getTypeParser(oid, format as 'text'),
    }, // int8: our times and counters stay below 2^53
  })
  pool.on('error', () => {}) // an idle connection was lost; the next query opens another or reports the fault
  await createSchema(pool, schema).catch(async (error: Error & { code?: string }) => {
    await pool.end()
    throw new Error(`The database can't be opened: ${error.message || error.code}`) // several addresses that all fail have no message
  })

  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: withNamedStatements(pool) }) })
  return { engine: 'postgres', db, unsynced: (write) => write({ engine: 'postgres', db }), close: () => db.destroy() }
}

function readSchema(url: string): { schema: string; connectionString: string } {
  if (!URL.canParse(url))
    // the parser's own error shows the password
    throw new Error(
      'FRONTDESK_DATABASE_URL is not a valid URL; in its password, characters such as / # ? @ must be percent-encoded',
    )
  const parsed = new URL(url)
  const schema = parsed.searchParams.get('schema') ?? 'frontdesk'
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(schema))
    throw new Error(`FRONTDESK_DATABASE_URL: schema=${schema} must be a plain lower-case name`)
  parsed.searchParams.delete('schema')
  return { schema, connectionString: parsed.href }
}

/** Asks first: whoever may only use the schema that was made for them may not create any, not even one that exists. */
async function createSchema(pool: InstanceType<typeof import('pg').Pool>, schema: string): Promise<void> {
  const { rowCount } = await pool.query('select 1 from pg_namespace where nspname = $1', [schema])
  if (rowCount === 0) await pool.query(`create schema if not exists ${schema}`).catch(ignoreConcurrentCreation)
}

/** Two nodes may start at the same moment; PostgreSQL lets one of two concurrent "create schema if not exists" fail. */
function ignoreConcurrentCreation(error: { code?: string }): void {
  if (error.code !== '23505' && error.code !== '42P06') throw error
}

/** PostgreSQL plans a named statement once per connection: 1.3 times the throughput of the same query without a name. */
function withNamedStatements(pool: InstanceType<typeof import('pg').Pool>): PostgresPool {
  const names = new Map<string, string>()
  const nameOf = (text: string) => {
    const known = names.get(text)
    if (known || names.size >= 500) return known // a filter's rare shapes stay unnamed instead of filling the connection's memory
    const name = `f${names.size}`
    names.set(text, name)
    return name
  }

  return {
    end: () => pool.end(),
    async connect() {
      const client = await pool.connect()
      return {
        release: () => client.release(),
        query: ((text: string, values: unknown[]) =>
          client.query({ text, values, name: values.length > 0 ? nameOf(text) : undefined })) as never, // Kysely's type also has its cursor overload, which we don't use
      }
    },
  }
}
