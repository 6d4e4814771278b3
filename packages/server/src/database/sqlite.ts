/**
 * SQLite in one file: a write-ahead log and one connection. A write resolves once the disk has it. The sync runs on another thread while
 * the connection is free again, so it holds up neither the process nor the next writes, and one sync serves all commits before it: see
 * docs/decisions/0006.
 */
import { chmodSync, closeSync, existsSync, openSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Kysely, type SqliteStatement } from 'kysely'
import { makeDataFolder } from '../basics/data-folder.js'
import { DatabaseFault } from './fault.js'
import { createFullDisk } from './full-disk.js'
import type { HeldFile, HeldStatement } from './held.js'
import { createLogSync } from './log-sync.js'
import { markLoneFile, refuseLoneFile } from './lone-file.js'
import { memoisedByText } from './memoise.js'
import type { Database, Unsynced } from './open.js'
import { lockTimeoutMs, PatientSqliteDialect } from './sqlite-dialect.js'
import { loadSqlite, type PreparedStatement, type SqliteFile } from './sqlite-driver.js'
import { hasSeveralStatements } from './statement-text.js'
import type { Tables } from './tables.js'
import { DatabaseUnavailable } from './unavailable.js'

/** What others, or an operator, may have mended by the next time. */
const passingFaults = ['SQLITE_BUSY', 'SQLITE_READONLY', 'SQLITE_IOERR', 'SQLITE_FULL', 'SQLITE_CANTOPEN']

export async function openSqlite(path: string): Promise<Database> {
  const { file, hasLog } = await openFile(path)
  file.run('pragma busy_timeout = 5') // the rest of the time it waits without holding up the process
  file.run('pragma cache_size = -65536') // 64 MB: an index of a million rows stays in memory
  // What has no log is synced by SQLite itself, in each commit.
  file.run(`pragma synchronous = ${hasLog ? 'NORMAL' : 'FULL'}`)
  const log = hasLog ? createLogSync(`${path}-wal`) : null
  const mark = hasLog ? markLoneFile(file, path) : null
  const disk = createFullDisk(dirname(path))

  let hasWritten = false // the present holder of the connection
  const noteWrite = () => {
    log?.requireSound()
    disk.requireRoom()
    hasWritten = true
  }
  const preparedOnce = memoisedByText<KeptStatement>() // Kysely itself prepares a query each time
  const prepare = (text: string) => preparedOnce(text, () => keptStatement(text, file.prepare(text), noteWrite))
  const settle = () => {
    if (!hasWritten) return
    hasWritten = false
    mark?.renew()
    return log?.sync()
  }
  const faultOf = (error: unknown) => {
    const { code = '' } = error as { code?: string } // the driver's errors have one
    if (code === 'SQLITE_FULL') disk.note()
    return passingFaults.includes(code) ? new DatabaseUnavailable(error as Error) : error
  }
  const close = async () => {
    await log?.close()
    mark?.finish()
    file.close()
  }

  const database = { prepare, close: () => {} } // `close` below waits for the last sync, as Kysely would not
  const held = holdFile(file, prepare, faultOf)
  const db = new Kysely<Tables>({ dialect: new PatientSqliteDialect({ database, settle, held, faultOf }) })
  const unsynced: Unsynced = (write) =>
    db.connection().execute(async (held) => {
      const written = await write({ engine: 'sqlite', dialect: 'sqlite', db: held })
      hasWritten = false
      return written
    })
  return { engine: 'sqlite', dialect: 'sqlite', db, migrating: db, unsynced, close: () => db.destroy().then(close) }
}

async function openFile(path: string): Promise<{ file: SqliteFile; hasLog: boolean }> {
  const open = await loadSqlite() // before anything is made
  let file: SqliteFile | undefined
  try {
    if (path !== ':memory:') makeFile(path)
    file = open(path === ':memory:' ? path : resolve(path), { lockTimeoutMs })
    const hasLog = await turnOnLog(file)
    if (hasLog) refuseLoneFile(file, path)
    for (const made of [path, `${path}-wal`, `${path}-shm`]) makePrivate(made)
    return { file, hasLog }
  } catch (error) {
    file?.close()
    if (error instanceof DatabaseFault) throw error
    throw new Error(`The database ${path} can't be opened: ${(error as Error).message}`)
  }
}

/** Of two processes that turn the log of a new file on at one moment SQLite refuses one, without the wait that other locks have. */
async function turnOnLog(file: SqliteFile): Promise<boolean> {
  const lastTryAt = performance.now() + lockTimeoutMs
  for (;;) {
    try {
      return file.value('pragma journal_mode = WAL') === 'wal'
    } catch (error) {
      const { code } = error as { code?: string } // the driver's errors have one
      if (code !== 'SQLITE_BUSY' || performance.now() > lastTryAt) throw error
      await pause(10)
    }
  }
}

function makeFile(path: string): void {
  makeDataFolder(dirname(path))
  if (!existsSync(path)) closeSync(openSync(path, 'a', 0o600)) // SQLite gives its log the same mode
}

/** Only the owner may read it, also in a folder that others may enter, and when an earlier version made it. */
function makePrivate(file: string): void {
  const mode = statSync(file, { throwIfNoEntry: false })?.mode ?? 0
  try {
    if ((mode & 0o077) !== 0) chmodSync(file, 0o600)
  } catch {
    // Some file systems have no modes, and a file may be another user's.
  }
}

/** Everything else counts as a write: a sync too many costs time, one too few an acknowledged write. */
const reads = /^\s*(select|commit|rollback|pragma)\b/i

type KeptStatement = HeldStatement & Pick<SqliteStatement, 'iterate'>

function keptStatement(text: string, statement: PreparedStatement, noteWrite: () => void): KeptStatement {
  const isWrite = !reads.test(text)
  let names = statement.columns()
  const reader = names.length > 0

  function toRow(values: unknown[]): Record<string, unknown> {
    if (values.length !== names.length) names = statement.columns() // another process has changed the table
    const row: Record<string, unknown> = {}
    for (let index = 0; index < names.length; index++) row[names[index]!] = values[index]
    return row
  }
  function lists(parameters: readonly unknown[]): unknown[][] {
    if (isWrite) noteWrite()
    return statement.all(parameters)
  }
  const all = (parameters: readonly unknown[]) => lists(parameters).map(toRow)

  return {
    reader,
    all,
    lists,
    run(parameters) {
      if (isWrite) noteWrite()
      return statement.run(parameters)
    },
    *iterate(parameters) {
      yield* all(parameters)
    },
  }
}

function holdFile(file: SqliteFile, prepare: (text: string) => KeptStatement, faultOf: (error: unknown) => unknown): HeldFile {
  function orFault<T>(work: () => T): T {
    try {
      return work()
    } catch (error) {
      throw faultOf(error)
    }
  }
  return {
    engine: 'sqlite',
    isIntact: file.inTransaction,
    prepare(text) {
      if (hasSeveralStatements(text)) throw new Error('One statement at a time: SQLite would run the first of this text only')
      const statement = orFault(() => prepare(text))
      return {
        reader: statement.reader,
        all: (parameters) => orFault(() => statement.all(parameters)),
        lists: (parameters) => orFault(() => statement.lists(parameters)),
        run: (parameters) => orFault(() => statement.run(parameters)),
      }
    },
  }
}
