/** better-auth in Express on SQLite, with e-mail address and password, its defaults otherwise. */
import { betterAuth } from 'better-auth'
import { getMigrations } from 'better-auth/db/migration'
import { toNodeHandler } from 'better-auth/node'
import Database from 'better-sqlite3'
import express from 'express'

const database = new Database(process.env.BENCH_DATABASE)
database.pragma('journal_mode = WAL')
database.pragma('synchronous = FULL') // the same promise as Frontdesk makes
const options = {
  database,
  secret: 'a secret for benchmarks, of 32 characters',
  baseURL: 'http://127.0.0.1',
  emailAndPassword: { enabled: true },
  rateLimit: { enabled: false },
  telemetry: { enabled: false },
  advanced: { disableOriginCheck: true, disableCSRFCheck: true },
}
const auth = betterAuth(options)
await (await getMigrations(options)).runMigrations()

const app = express()
app.all('/api/auth/{*any}', toNodeHandler(auth))
app.get('/', (_request, response) => response.send('Hello'))
const server = app.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }))
