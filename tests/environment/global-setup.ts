import { randomUUID } from 'node:crypto'
import type { TestProject } from 'vitest/node'
import { dropDatabases, removeFiles } from './database.js'
import { startPostgres } from './postgres.js'

declare module 'vitest' {
  interface ProvidedContext {
    postgresUrl: string
    /** What the names of this run's databases and files begin with. */
    databasePrefix: string
  }
}

/** Once for the whole run: one PostgreSQL, in which each test file has databases of its own. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const postgres = await startPostgres()
  const databasePrefix = `frontdesk_test_${randomUUID().slice(0, 8)}_`
  project.provide('postgresUrl', postgres.url)
  project.provide('databasePrefix', databasePrefix)
  return async () => {
    removeFiles(databasePrefix)
    if (postgres.isShared) await dropDatabases(postgres.url, databasePrefix)
    await postgres.stop()
  }
}
