/** A PostgreSQL of a test's own, which it may stop, start and disturb. */
import pg from 'pg'
import { runPostgres } from '../../tools/postgres.mjs'
import { freePort } from './free-port.js'

export interface OwnPostgres {
  port: number
  url: string
  /** Ends all sessions and the server; it can be started again. */
  stop(): Promise<void>
  start(): Promise<void>
  /** Asks on a connection of its own. */
  query<Row extends object = Record<string, unknown>>(text: string, values?: unknown[]): Promise<Row[]>
  /** A connection that is the test's until it ends it. */
  connect(): Promise<pg.Client>
  /** Ends the server and removes its files. */
  remove(): Promise<void>
}

export async function startOwnPostgres(): Promise<OwnPostgres> {
  const port = await freePort()
  const server = await runPostgres({ port, initdbFlags: ['--no-sync'], flags: ['-c', 'fsync=off'] })
  const url = `postgres://postgres:postgres@127.0.0.1:${port}/postgres`

  async function connect(): Promise<pg.Client> {
    const client = new pg.Client(url)
    client.on('error', () => {}) // it may be ended with all others
    await client.connect()
    return client
  }

  return {
    port,
    url,
    connect,
    stop: server.halt,
    start: server.launch,
    async query<Row extends object>(text: string, values: unknown[] = []) {
      const client = await connect()
      return client
        .query<Row>(text, values)
        .then(({ rows }) => rows)
        .finally(() => client.end())
    },
    remove: server.stop,
  }
}
