/** A database of its own for each test that asks, on either engine. */
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { inject } from 'vitest'

export interface FreshDatabase {
  /** As FRONTDESK_DATABASE_URL takes it. */
  url: string
  drop(): Promise<void>
}

export async function freshDatabase(engine: 'sqlite' | 'postgres'): Promise<FreshDatabase> {
  return engine === 'sqlite' ? freshFile() : freshPostgresDatabase()
}

function freshFile(): FreshDatabase {
  const folder = mkdtempSync(join(tmpdir(), 'frontdesk-sqlite-'))
  return {
    url: `sqlite:${join(folder, 'frontdesk.db')}`,
    drop: async () => rmSync(folder, { recursive: true, force: true }),
  }
}

async function freshPostgresDatabase(): Promise<FreshDatabase> {
  const server = new URL(inject('postgresUrl'))
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await onceAnswering(server.href, `create database ${name}`)

  const url = new URL(server)
  url.pathname = `/${name}`
  return { url: url.href, drop: () => onceAnswering(server.href, `drop database ${name} with (force)`) }
}

/** Runs a statement; the server may have been started only a moment ago. */
async function onceAnswering(url: string, statement: string): Promise<void> {
  const deadline = Date.now() + 60_000
  for (;;) {
    const client = new pg.Client({ connectionString: url })
    try {
      await client.connect()
    } catch (error) {
      await client.end().catch(() => {})
      if (Date.now() > deadline) throw new Error('PostgreSQL does not answer', { cause: error })
      await new Promise((resolve) => setTimeout(resolve, 100))
      continue
    }
    await client.query(statement).finally(() => client.end())
    return
  }
}
