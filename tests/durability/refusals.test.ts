/** What the program says when it can't start: one line that names the mistake, and nothing that a start would have changed. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { freshDatabase } from '../environment/database.js'
import { freePort } from '../environment/free-port.js'
import { runCommand } from './command.js'

const encryptionKey = 'a key for tests, of 32 characters'

describe('the program refuses to start', () => {
  test.each(['sqlite', 'postgres'] as const)(
    'the program does not start with another encryption key than its %s database was made with',
    async (engine) => {
      const database = await freshDatabase(engine)
      const env = { FRONTDESK_DATABASE_URL: database.url, FRONTDESK_ENCRYPTION_KEY: encryptionKey }
      const keys = await runCommand('keys', env)
      expect(keys.code).toBe(0)
      expect(await runCommand('start --port 0', { ...env, FRONTDESK_ENCRYPTION_KEY: encryptionKey.toUpperCase() })).toEqual({
        code: 1,
        output:
          'The encryption key is not the one this database was created with: set FRONTDESK_ENCRYPTION_KEY to that one, or put its key file back.\n',
      })
      expect(await runCommand('keys', env)).toEqual(keys)
      await database.drop()
    },
  )

  test("the program does not start with a database that it can't reach, and does not show the password", async () => {
    const address = `127.0.0.1:${await freePort()}`
    const env = { FRONTDESK_DATABASE_URL: `postgres://app:hunter2@${address}/app`, FRONTDESK_ENCRYPTION_KEY: encryptionKey }
    expect(await runCommand('start --port 0', env)).toEqual({
      code: 1,
      output: `The database can't be opened: connect ECONNREFUSED ${address}\n`,
    })
  })
})

describe('without a configured key', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'frontdesk-refusals-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  test('programs that start together on nothing at all agree on one key file and one pair of keys', async () => {
    for (let round = 0; round < 4; round++) {
      mkdirSync(join(folder, String(round)))
      const env = { FRONTDESK_DATABASE_URL: `sqlite:${join(folder, String(round), 'users.db')}` }
      const outputs = await Promise.all([1, 2, 3, 4].map(() => runCommand('keys', env)))
      expect(outputs[0]).toMatchObject({ code: 0, output: expect.stringContaining('CLERK_SECRET_KEY=sk_live_') })
      expect(outputs).toEqual(outputs.map(() => outputs[0]))
    }
  })

  test('a database that was made with the key of another folder is not opened with a new one', async () => {
    for (const engine of ['sqlite', 'postgres'] as const) {
      const database = await freshDatabase(engine)
      const env = { FRONTDESK_DATABASE_URL: database.url }
      const keys = await runCommand('keys', { ...env, FRONTDESK_ENCRYPTION_KEY: encryptionKey })
      expect(keys.code).toBe(0)
      const path =
        engine === 'sqlite' ? join(dirname(database.url.slice('sqlite:'.length)), 'encryption.key') : '.frontdesk/encryption.key'
      for (const command of ['start --port 0', 'keys', 'migrate'])
        expect(await runCommand(command, env, folder)).toEqual({
          code: 1,
          output: `The encryption key of this database is missing: put its key file ${path} back, or set FRONTDESK_ENCRYPTION_KEY to the key.\n`,
        })
      expect(readdirSync(folder)).toEqual([])
      expect(await runCommand('keys', { ...env, FRONTDESK_ENCRYPTION_KEY: encryptionKey })).toEqual(keys)
      await database.drop()
    }
  })

  test('a damaged key file is named, and neither mended nor replaced', async () => {
    const path = join(folder, 'encryption.key')
    writeFileSync(path, 'half a key')
    expect(await runCommand('start --port 0', { FRONTDESK_DATABASE_URL: `sqlite:${join(folder, 'users.db')}` })).toEqual({
      code: 1,
      output: `The encryption key file ${path} is damaged: put it back from a backup.\n`,
    })
    expect(readFileSync(path, 'utf8')).toBe('half a key')
  })
})
