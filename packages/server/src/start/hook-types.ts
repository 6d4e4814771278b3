/** What hooks are given and may answer: the types of `on` and `before`, as apps see them. */
import type { EventData } from './event-data.js'

export type * from './event-data.js'

export type HookName = keyof EventData

/** An event as webhooks carry it: `type` determines the type of `data`. */
export interface HookEvent<Type extends HookName = HookName> {
  type: Type
  object: 'event'
  /** The resource as the Backend API shows it, in this very transaction; of what was deleted its id. */
  data: EventData[Type]
  /** Milliseconds since 1970. */
  timestamp: number
  instance_id: string
  /** The request that caused the event; both are empty for what the server does by itself. */
  event_attributes: { http_request: { client_ip: string; user_agent: string } }
}

/** A function for each event that the app wants to take part in. */
export type Hooks = { [Type in HookName]?: ((event: HookEvent<Type>, tx: HookTransaction) => unknown) | undefined }

/**
 * The transaction in which the event happens, for the app's own tables in the same database. It is over when the hook ends: what is asked
 * of it later is refused, so a hook awaits what it asks.
 */
export interface HookTransaction {
  /** Which database this is, and so which SQL and which placeholders it reads. */
  readonly engine: 'sqlite' | 'postgres'
  /**
   * One statement on either engine; each value becomes a parameter, never text. Resolves with its rows.
   *
   * @example
   * frontdesk({ on: { 'user.deleted': ({ data }, tx) => tx.sql`delete from app_profiles where user_id = ${data.id}` } })
   */
  sql<Row = Record<string, unknown>>(texts: TemplateStringsArray, ...values: unknown[]): Promise<Row[]>
  /** One statement with the engine's own placeholders: `?` on SQLite, `$1` on PostgreSQL. Resolves with its rows. */
  query<Row = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<Row[]>
  /**
   * The connection as query builders take it: a `SqliteClient` that is like better-sqlite3's `Database`, or a `PostgresClient` that is
   * like a client, and a pool of one, of `pg`. Its type is what it is passed to.
   */
  client<Client = SqliteClient | PostgresClient>(): Client
}

/** As better-sqlite3's `Database`, as far as query builders ask for it. Values may come one by one or as a list. */
export interface SqliteClient {
  prepare(text: string): SqliteClientStatement
  /** What `work` does is undone if it throws: a savepoint, since the transaction is the event's. */
  transaction<Args extends unknown[], Result>(work: (...args: Args) => Result): (...args: Args) => Result
  /** Does nothing: the connection is the server's. */
  close(): void
}

export interface SqliteClientStatement {
  /** Whether it answers rows. */
  readonly reader: boolean
  all(...values: unknown[]): unknown[]
  get(...values: unknown[]): unknown
  iterate(...values: unknown[]): IterableIterator<unknown>
  run(...values: unknown[]): { changes: number | bigint; lastInsertRowid: number | bigint }
  /** The same statement with rows as lists of values. */
  raw(): SqliteClientStatement
}

/** As a client of `pg`, and as a pool that has this client only. */
export interface PostgresClient {
  query<Row = Record<string, unknown>>(text: string | PostgresQuery, values?: readonly unknown[]): Promise<PostgresResult<Row>>
  connect(): Promise<PostgresClient>
  /** Does nothing: the connection is the server's. */
  release(): void
  /** Does nothing: the connection is the server's. */
  end(): Promise<void>
}

export interface PostgresQuery {
  text: string
  values?: readonly unknown[] | undefined
  /** Rows as lists of values. */
  rowMode?: 'array' | undefined
  types?: { getTypeParser(id: number, format?: string): unknown } | undefined
}

export interface PostgresResult<Row> {
  command: string
  rowCount: number | null
  rows: Row[]
  fields: Array<{ name: string; dataTypeID: number }>
}

/** What comes before something happens, and may keep it from happening. */
export interface BeforeHooks {
  /** Once the database is open, before the first request, in one transaction: the place to make the app's own tables. */
  start?: ((tx: HookTransaction) => unknown) | undefined
  /** Each time somebody sends the sign-up form or a part of it, and again when the account is about to be made. */
  signUp?: ((attempt: SignUpAttempt) => SignUpAnswer | Promise<SignUpAnswer>) | undefined
}

/** Somebody who signs up, as far as they have said who they are. */
export interface SignUpAttempt {
  /** True when nothing is missing and the address is verified: the account is made next, with what this call answers. */
  isFinal: boolean
  signUpId: string
  emailAddress: string | null
  /** As E.164 has it. */
  phoneNumber: string | null
  /** The address of a wallet: of Ethereum in small letters, of Solana in base 58. */
  web3Wallet: string | null
  username: string | null
  firstName: string | null
  lastName: string | null
  /** A language tag such as `en-GB`. */
  locale: string | null
  /** What the app's own form sent along: anybody can write anything there. */
  unsafeMetadata: Record<string, unknown>
  ipAddress: string
  userAgent: string
}

/** What the account gets beside what the person typed. Only the answer to the final call counts. */
export interface SignUpDecision {
  publicMetadata?: Record<string, unknown> | undefined
  privateMetadata?: Record<string, unknown> | undefined
}

// biome-ignore lint/suspicious/noConfusingVoidType: a function that only refuses returns nothing, which TypeScript 5.0 takes for void
type SignUpAnswer = SignUpDecision | null | undefined | void
