/**
 * The one file that knows SQLite's driver: Node's own, or for older Nodes the package that has the same API and brings its binaries. Rows
 * are lists of values, which costs a third of making objects, and errors have SQLite's names as their codes.
 */
import { DatabaseFault } from './fault.js'

type Driver = typeof import('@photostructure/sqlite')
type Connection = InstanceType<Driver['DatabaseSync']>
type Statement = ReturnType<Connection['prepare']>

export interface SqliteFile {
  prepare(text: string): PreparedStatement
  /** Runs statements of which nobody reads an answer. */
  run(text: string): void
  /** The first value that a statement answers. */
  value(text: string): unknown
  inTransaction(): boolean
  close(): void
}

export interface PreparedStatement {
  /** The names of the columns that it answers; none when it answers no rows. */
  columns(): string[]
  all(parameters: readonly unknown[]): unknown[][]
  run(parameters: readonly unknown[]): { changes: number | bigint; lastInsertRowid: number | bigint }
}

/** Loads the driver; what it returns opens a file. @throws DatabaseFault when there is none that can be loaded */
export async function loadSqlite(): Promise<
  (path: string, options: { readOnly?: boolean; lockTimeoutMs: number }) => SqliteFile
> {
  const { DatabaseSync, isBuiltIn } = await loadDriver()
  return (path, { readOnly = false, lockTimeoutMs }) => {
    const file = named(() => new DatabaseSync(path, { readOnly, timeout: lockTimeoutMs }))
    return wrapFile(file, isBuiltIn)
  }
}

async function loadDriver(): Promise<{ DatabaseSync: Driver['DatabaseSync']; isBuiltIn: boolean }> {
  const builtIn = withoutItsWarning(() => process.getBuiltinModule?.('node:sqlite')) as Driver | undefined // the same API
  if (builtIn && 'setReturnArrays' in builtIn.StatementSync.prototype)
    // Node 22.16 and later
    return { DatabaseSync: builtIn.DatabaseSync, isBuiltIn: true }
  try {
    const { DatabaseSync } = await import('@photostructure/sqlite')
    return { DatabaseSync, isBuiltIn: false }
  } catch (error) {
    throw new DatabaseFault(
      'sqlite-driver-missing',
      `SQLite can't be loaded; no file is to blame. Node ${process.versions.node} has none of its own, and @photostructure/sqlite says: ${firstLine(error as Error)}`,
      'Use Node 22.16 or later, or install that package again with its optional dependencies: npm install --include=optional, then npm rebuild @photostructure/sqlite (pnpm approve-builds, pnpm rebuild).',
      { cause: error },
    )
  }
}

const firstLine = ({ message }: Error) => message.split('\n', 1)[0]!

/** Node 22 calls SQLite experimental; the part of it that we use is the same in the versions that don't. */
function withoutItsWarning<T>(load: () => T): T {
  const { emitWarning } = process
  process.emitWarning = ((warning: string | Error, ...rest: never[]) => {
    if (!String(warning).startsWith('SQLite is an experimental feature')) Reflect.apply(emitWarning, process, [warning, ...rest])
  }) as typeof emitWarning // it has overloads
  try {
    return load()
  } finally {
    process.emitWarning = emitWarning
  }
}

function wrapFile(file: Connection, isBuiltIn: boolean): SqliteFile {
  const prepare = (text: string) => wrapStatement(named(() => file.prepare(text)))
  return {
    prepare,
    run: (text) => named(() => file.exec(text)),
    value: (text) => prepare(text).all([])[0]?.[0],
    inTransaction: () => file.isTransaction,
    close() {
      try {
        // The package for older Nodes keeps a file open until the last statement is collected, which may be never: it has to be whole before.
        if (!isBuiltIn) file.exec('pragma wal_checkpoint(truncate)')
      } catch {
        // read only, or full: then the log stays
      }
      file.close()
    },
  }
}

function wrapStatement(statement: Statement): PreparedStatement {
  statement.setReturnArrays(true)
  return {
    columns: () => statement.columns().map(({ name }) => name),
    all: (parameters) => named(() => statement.all(...parameters) as unknown[][]), // lists, as told above
    run: (parameters) => named(() => statement.run(...parameters)),
  }
}

/** SQLite's result codes that somebody asks for. */
const names: Record<number, string> = {
  5: 'SQLITE_BUSY',
  8: 'SQLITE_READONLY',
  10: 'SQLITE_IOERR',
  13: 'SQLITE_FULL',
  14: 'SQLITE_CANTOPEN',
  2067: 'SQLITE_CONSTRAINT_UNIQUE',
}

function named<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    const { errcode = 0, message } = error as Error & { errcode?: number } // set by the driver where SQLite reported it
    const code = names[errcode] ?? names[errcode & 0xff] ?? nameIn(message) // the low byte is the kind, the rest the case
    throw code ? Object.assign(error as Error, { code }) : error
  }
}

/** The package's `all()` leaves the result code out, and gives SQLite's words only. */
const nameIn = (message: string): string | undefined => words.find(([begun]) => message.startsWith(begun))?.[1]

const words: Array<[begun: string, name: string]> = [
  ['UNIQUE constraint failed', 'SQLITE_CONSTRAINT_UNIQUE'],
  ['database is locked', 'SQLITE_BUSY'],
  ['attempt to write a readonly database', 'SQLITE_READONLY'],
  ['disk I/O error', 'SQLITE_IOERR'],
  ['database or disk is full', 'SQLITE_FULL'],
  ['unable to open database file', 'SQLITE_CANTOPEN'],
]
