/** What the program says when it can't start: one line that names the mistake, and nothing that a start would have changed. */
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { freshDatabase } from '../environment/database.js'
import { freePort } from '../environment/free-port.js'

const cli = fileURLToPath(new URL('../../packages/server/bin/frontdesk.js', import.meta.url))
const encryptionKey = 'a key for tests, of 32 characters'

/** Everything that a command printed, and how it ended. */
function run(command: string, env: Record<string, string>): Promise<{ code: unknown; output: string }> {
  const { PATH = '' } = process.env
  return new Promise((resolve) => {
    execFile(process.execPath, [cli, ...command.split(' ')], { env: { PATH, ...env }, timeout: 20_000 }, (error, out, err) =>
      resolve({ code: error ? error.code : 0, output: out + err }),
    )
  })
}

describe('the program refuses to start', () => {
  test.each(['sqlite', 'postgres'] as const)('with another encryption key than its %s database was made with', async (engine) => {
    const database = await freshDatabase(engine)
    const env = { FRONTDESK_DATABASE_URL: database.url, FRONTDESK_ENCRYPTION_KEY: encryptionKey }
    const keys = await run('keys', env)
    expect(keys.code).toBe(0)
    expect(await run('start --port 0', { ...env, FRONTDESK_ENCRYPTION_KEY: encryptionKey.toUpperCase() })).toEqual({
      code: 1,
      output:
        'The encryption key is not the one this database was created with: set FRONTDESK_ENCRYPTION_KEY to that one, or put its key file back.\n',
    })
    expect(await run('keys', env)).toEqual(keys)
    await database.drop()
  })

  test('with a database that it can not reach, without showing the password', async () => {
    const address = `127.0.0.1:${await freePort()}`
    const env = { FRONTDESK_DATABASE_URL: `postgres://app:hunter2@${address}/app`, FRONTDESK_ENCRYPTION_KEY: encryptionKey }
    expect(await run('start --port 0', env)).toEqual({
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
      const outputs = await Promise.all([1, 2, 3, 4].map(() => run('keys', env)))
      expect(outputs[0]).toMatchObject({ code: 0, output: expect.stringContaining('CLERK_SECRET_KEY=sk_live_') })
      expect(outputs).toEqual(outputs.map(() => outputs[0]))
    }
  })

  test('a damaged key file is named, and neither mended nor replaced', async () => {
    const path = join(folder, 'encryption.key')
    writeFileSync(path, 'half a key')
    expect(await run('start --port 0', { FRONTDESK_DATABASE_URL: `sqlite:${join(folder, 'users.db')}` })).toEqual({
      code: 1,
      output: `The encryption key file ${path} is damaged: put it back from a backup.\n`,
    })
    expect(readFileSync(path, 'utf8')).toBe('half a key')
  })
})
