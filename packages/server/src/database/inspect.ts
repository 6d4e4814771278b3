/** Reads what a database is without opening it for work, and changes nothing. */
import { refuseLoneFile } from './lone-file.js'
import { isMissingTable } from './migrate.js'
import { loadSqlite } from './sqlite-driver.js'
import { type PostgresUrl, readDatabaseUrl } from './url.js'

/**
 * The names of its migrations; none where there are no tables yet.
 * @throws DatabaseFault, or what the engine says
 */
export async function readMigrations(url: string): Promise<string[]> {
  try {
    const read = readDatabaseUrl(url)
    return read.engine === 'sqlite' ? await readSqlite(read.path) : await readPostgres(read)
  } catch (error) {
    if (isMissingTable(error)) return []
    throw error
  }
}

async function readSqlite(path: string): Promise<string[]> {
  const open = await loadSqlite()
  const file = open(path, { readOnly: true, lockTimeoutMs: 1_000 })
  try {
    refuseLoneFile(file, path)
    return file
      .prepare('select name from migrations')
      .all([])
      .map(([name]) => String(name))
  } finally {
    file.close()
  }
}

async function readPostgres({ connectionString, schema }: PostgresUrl): Promise<string[]> {
  const { default: pg } = await import('pg')
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 5_000, query_timeout: 5_000 })
  client.on('error', () => {}) // a query that was lost rejects by itself
  await client.connect()
  const { rows } = await client.query<{ name: string }>(`select name from "${schema}".migrations`).finally(() => client.end())
  return rows.map(({ name }) => name)
}
