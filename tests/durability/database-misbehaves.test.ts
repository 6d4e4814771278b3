/** What a database can do to the server on a bad day, and what the server then says and does. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createFrontdesk } from '../../packages/server/src/server.js'
import { type FreshDatabase, freshDatabase } from '../environment/database.js'
import { runCommand } from './command.js'

const encryptionKey = 'a key for tests, of 32 characters'

describe.each(['sqlite', 'postgres'] as const)('a database on %s that a newer version made', (engine) => {
  const sentence = 'The database was made by a newer version of frontdesk. Install that version again.'
  let folder: string
  let database: FreshDatabase
  let env: Record<string, string>
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'frontdesk-newer-'))
    database = await freshDatabase(engine)
    env = { FRONTDESK_DATABASE_URL: database.url, FRONTDESK_ENCRYPTION_KEY: encryptionKey }
    const server = createFrontdesk({ databaseUrl: database.url, encryptionKey, log: () => {} })
    const { db } = await server.ready()
    await db.insertInto('migrations').values({ name: '9999-of-a-newer-version', applied_at: 0 }).execute()
    await server.close()
  })
  afterEach(async () => {
    rmSync(folder, { recursive: true })
    await database.drop()
  })

  test.each(['start --port 0', 'migrate', 'keys'])(
    'a database that a newer version made is refused by frontdesk %s, also without its key',
    async (command) => {
      expect(await runCommand(command, env)).toEqual({ code: 1, output: `${sentence}\n` })
      const { FRONTDESK_ENCRYPTION_KEY: _, ...withoutKey } = env
      expect(await runCommand(command, withoutKey, folder)).toEqual({ code: 1, output: `${sentence}\n` })
    },
  )

  test('a database that a newer version made is refused inside an app, which says so', async () => {
    const server = createFrontdesk({ databaseUrl: database.url, encryptionKey, log: () => {} })
    await expect(server.ready()).rejects.toThrow(sentence)
    await expect(server.fetch(new Request('http://localhost:3000/__clerk/v1/environment'))).rejects.toThrow(sentence)
  })

  test('a database that a newer version made is what the doctor finds', async () => {
    writeFileSync(join(folder, 'package.json'), '{}')
    const { code, output } = await runCommand('doctor', env, folder)
    expect(output).toContain(`database-of-another-version: ${sentence}\n`)
    expect(code).toBe(1)
  })
})
