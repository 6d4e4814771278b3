/** Kysely's SQLite, which also waits: for the write lock, and for the disk. */
import { CompiledQuery, type DatabaseConnection, SqliteDialect, type SqliteDialectConfig, SqliteDriver } from 'kysely'
import { type HeldFile, heldText } from './held.js'

/** The longest that a write waits for those of others. */
export const lockTimeoutMs = 5_000

export interface PatientSqliteConfig extends SqliteDialectConfig {
  /** Called once the connection is free for the next; its user goes on when this resolves. */
  settle(): Promise<void> | undefined
  held: HeldFile
  /** What is thrown for an error of the driver. */
  faultOf(error: unknown): unknown
}

export class PatientSqliteDialect extends SqliteDialect {
  readonly #config: PatientSqliteConfig

  constructor(config: PatientSqliteConfig) {
    super(config)
    this.#config = config
  }

  override createDriver(): SqliteDriver {
    return new PatientSqliteDriver(this.#config)
  }
}

class PatientSqliteDriver extends SqliteDriver {
  readonly #config: PatientSqliteConfig

  constructor(config: PatientSqliteConfig) {
    super(config)
    this.#config = config
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    const connection = await super.acquireConnection()
    return {
      executeQuery: async <R>(query: CompiledQuery) =>
        query.sql === heldText ? { rows: [this.#config.held as R] } : this.#once(() => connection.executeQuery<R>(query)),
      streamQuery: (query) => connection.streamQuery(query),
    }
  }

  async #once<T>(run: () => Promise<T>): Promise<T> {
    try {
      return await onceUnlocked(run)
    } catch (error) {
      throw this.#config.faultOf(error)
    }
  }

  /** Takes the write lock at once, so that a transaction that reads first and writes later never meets SQLITE_BUSY half-way. */
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'))
  }

  /** A full disk or a failing one has ended the transaction already; Kysely would tell of that in the place of the cause. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#config.held.isIntact()) await super.rollbackTransaction(connection)
  }

  override async releaseConnection(): Promise<void> {
    const settled = this.#config.settle()
    await super.releaseConnection()
    await settled
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
