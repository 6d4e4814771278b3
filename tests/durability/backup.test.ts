/** `frontdesk backup` of a server that is being written to, and `frontdesk restore` of what it made. */
import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createFrontdesk } from '../../packages/server/src/server.js'
import { freePort } from '../environment/free-port.js'
import { startProcess } from '../environment/process.js'
import { createVisitor } from '../sdk/visitor.js'
import { runCommand } from './command.js'

const program = fileURLToPath(new URL('server.mjs', import.meta.url))
const encryptionKey = 'a key for tests, of 32 characters'
const password = 'correct horse battery staple' // as visitors have it

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'frontdesk-backup-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const at = (...names: string[]) => join(folder, ...names)
const envOf = (place: string, key?: string): Record<string, string> => ({
  FRONTDESK_DATABASE_URL: `sqlite:${at(place, 'users.db')}`,
  ...(key !== undefined && { FRONTDESK_ENCRYPTION_KEY: key }),
})
const modesIn = (path: string) => readdirSync(path).map((name) => [name, (statSync(join(path, name)).mode & 0o777).toString(8)])

/** An instance with one user in a folder of its own. */
async function makeInstance(place: string, key?: string): Promise<void> {
  const frontdesk = createFrontdesk({
    databaseUrl: `sqlite:${at(place, 'users.db')}`,
    log: () => {},
    ...(key !== undefined && { encryptionKey: key }),
  })
  const { keys } = await frontdesk.ready()
  const made = await frontdesk.fetch(
    new Request('http://localhost:3000/__clerk/api/v1/users', {
      method: 'POST',
      headers: { authorization: `Bearer ${keys.secretKey.reveal()}`, 'content-type': 'application/json' },
      body: JSON.stringify({ email_address: [`${place}@example.com`], password: randomUUID() }),
    }),
  )
  expect(made.status).toBe(200)
  await frontdesk.close()
}

describe('a backup that is made while people sign up', () => {
  test('a backup made while people sign up holds everybody who had finished before, and nobody by half, and they sign in once it is restored', async () => {
    const start = async (place: string) => {
      const origin = `http://127.0.0.1:${await freePort()}`
      const env = { ...envOf(place), PORT: new URL(origin).port }
      return startProcess(process.execPath, [program], { origin, env, cwd: folder })
    }
    const server = await start('first')
    const finished: string[] = []
    let isOver = false
    let onFinished = () => {}
    const someHaveFinished = new Promise<void>((resolve) => {
      onFinished = resolve
    })
    async function visit() {
      while (!isOver) {
        const visitor = createVisitor(server.origin)
        finished.push(await visitor.signUp())
        if (finished.length >= 3) onFinished()
        await visitor.call('/me?_method=PATCH', { last_name: 'Changed' })
      }
    }
    const visits = Promise.all([visit(), visit(), visit()])
    await Promise.race([someHaveFinished, visits]) // visits that end early have met a refusal

    const before = [...finished]
    expect(await runCommand(`backup ${at('kept')}`, envOf('first'), folder)).toEqual({
      code: 0,
      output: `Backed up to ${at('kept/frontdesk.db')}, with its key in ${at('kept/encryption.key')}. Together they open everything: keep them where nobody else reads.\n`,
    })
    isOver = true
    await visits
    await server.kill()
    expect(modesIn(at('kept'))).toEqual([
      ['.gitignore', '644'],
      ['encryption.key', '600'],
      ['frontdesk.db', '600'],
    ])

    expect((await runCommand(`restore ${at('kept')}`, envOf('second'), folder)).output).toBe(
      `Restored ${at('second/users.db')}, with its key in ${at('second/encryption.key')}.\n`,
    )
    await expectWhole(before, finished)
    const again = await start('second')
    for (const identifier of before) {
      const signIn = await createVisitor(again.origin).call('/client/sign_ins', { identifier, password, strategy: 'password' })
      expect(signIn.status).toBe('complete')
    }
    await again.kill()
    const keys = [await runCommand('keys', envOf('first'), folder), await runCommand('keys', envOf('second'), folder)]
    expect(keys[0]!.output).toBe(keys[1]!.output)
  })

  async function expectWhole(atLeast: string[], atMost: string[]): Promise<void> {
    const frontdesk = createFrontdesk({ databaseUrl: `sqlite:${at('second/users.db')}`, log: () => {} })
    const { db } = await frontdesk.ready()
    const addresses = (await db.selectFrom('email_addresses').select('email_address').execute()).map((row) => row.email_address)
    const users = await db.selectFrom('users').select('id').execute()
    const counter = await db.selectFrom('counters').select('value').where('name', '=', 'users').executeTakeFirstOrThrow()
    const created = await db.selectFrom('events').select('id').where('type', '=', 'user.created').execute()
    await frontdesk.close()
    expect(addresses).toEqual(expect.arrayContaining(atLeast))
    expect(atMost).toEqual(expect.arrayContaining(addresses))
    expect([users.length, counter.value, created.length]).toEqual(Array(3).fill(addresses.length))
  }
})

describe('frontdesk backup', () => {
  test('frontdesk backup names the key that is not in it, and checks that it is the right one', async () => {
    await makeInstance('first', encryptionKey)
    expect(await runCommand(`backup ${at('kept')}`, envOf('first', encryptionKey))).toEqual({
      code: 0,
      output: `Backed up to ${at('kept/frontdesk.db')}. The key is not in it: keep FRONTDESK_ENCRYPTION_KEY, without which nobody can open it.\n`,
    })
    expect(readdirSync(at('kept')).sort()).toEqual(['.gitignore', 'frontdesk.db'])
    expect(await runCommand(`backup ${at('other')}`, envOf('first', encryptionKey.toUpperCase()))).toEqual({
      code: 1,
      output: expect.stringContaining('The encryption key is not the one this database was created with'),
    })
    expect(await runCommand(`backup ${at('other')}`, envOf('first'))).toEqual({
      code: 1,
      output: expect.stringContaining('The encryption key of this database is missing'),
    })
    expect(existsSync(at('other/frontdesk.db'))).toBe(false)
  })

  test('frontdesk backup to a path that ends with .db makes that file', async () => {
    await makeInstance('first', encryptionKey)
    expect((await runCommand(`backup ${at('copy.db')}`, envOf('first', encryptionKey))).code).toBe(0)
    expect(statSync(at('copy.db')).isFile()).toBe(true)
  })

  test('frontdesk backup overwrites nothing', async () => {
    await makeInstance('first')
    mkdirSync(at('kept'))
    writeFileSync(at('kept/frontdesk.db'), 'an older backup')
    const refused = await runCommand(`backup ${at('kept')}`, envOf('first'))
    expect(refused).toEqual({ code: 1, output: expect.stringContaining(`${at('kept/frontdesk.db')} is there already`) })
    expect(readFileSync(at('kept/frontdesk.db'), 'utf8')).toBe('an older backup')
    expect(readdirSync(at('kept'))).toEqual(['frontdesk.db'])
  })

  test('frontdesk backup refuses what is no whole database of this version, and leaves nothing behind', async () => {
    await makeInstance('first')
    const running = createFrontdesk({ databaseUrl: `sqlite:${at('first/users.db')}`, log: () => {} })
    const { db } = await running.ready()
    mkdirSync(at('lone'))
    for (const name of ['users.db', 'encryption.key']) writeFileSync(at('lone', name), readFileSync(at('first', name)))
    await db.insertInto('migrations').values({ name: '9999-of-a-newer-version', applied_at: 0 }).execute()
    await running.close()

    const outputs = []
    for (const place of ['first', 'lone', 'nowhere']) outputs.push(await runCommand(`backup ${at('kept')}`, envOf(place)))
    expect(outputs).toEqual([
      { code: 1, output: 'The database was made by a newer version of frontdesk. Install that version again.\n' },
      { code: 1, output: expect.stringContaining('was copied while it was in use') },
      { code: 1, output: `There is no database ${at('nowhere/users.db')} to back up.\n` },
    ])
    expect(readdirSync(at('kept'))).toEqual(['.gitignore'])
  })

  test('frontdesk backup and restore of PostgreSQL say what to use, and which key to keep', async () => {
    const env = { FRONTDESK_DATABASE_URL: 'postgres://app:hunter2@db.example/app' }
    for (const command of [`backup ${at('kept')}`, `restore ${at('kept')}`]) {
      const { code, output } = await runCommand(command, env, folder)
      expect(code).toBe(1)
      expect(output).toMatch(/pg_dump .*FRONTDESK_ENCRYPTION_KEY, or the file \.frontdesk\/encryption\.key/)
      expect(output).not.toContain('hunter2')
    }
  })

  test.each(['backup', 'restore'])(
    'frontdesk %s --help explains the command, and nothing is done without a folder',
    async (command) => {
      expect(await runCommand(`${command} --help`, {}, folder)).toEqual({
        code: 0,
        output: expect.stringContaining(`Usage:\n  frontdesk ${command} <folder>\n`),
      })
      expect(await runCommand(command, {}, folder)).toEqual({ code: 1, output: expect.stringContaining('<folder>') })
      expect((await runCommand('help', {}, folder)).output).toContain(`${command} <folder>`)
      expect(readdirSync(folder)).toEqual([])
    },
  )
})

describe('frontdesk restore', () => {
  beforeEach(async () => {
    await makeInstance('first')
    expect((await runCommand(`backup ${at('kept')}`, envOf('first'))).code).toBe(0)
  })
  const restored = () => runCommand(`restore ${at('kept')}`, envOf('second'))

  test('frontdesk restore overwrites neither a database, nor the log of one, nor the key of another', async () => {
    mkdirSync(at('second'))
    for (const name of ['users.db', 'users.db-wal', 'encryption.key']) {
      const content = `what is there: ${'x'.repeat(40)}`
      writeFileSync(at('second', name), content)
      expect(await restored()).toEqual({ code: 1, output: expect.stringContaining(`${at('second', name)} is there already`) })
      expect(readFileSync(at('second', name), 'utf8')).toBe(content)
      expect(readdirSync(at('second'))).toEqual([name])
      rmSync(at('second', name))
    }
    expect((await restored()).code).toBe(0)
  })

  test('frontdesk restore refuses a database and a key that do not belong together, and a backup without its key', async () => {
    await makeInstance('other')
    writeFileSync(at('kept/encryption.key'), readFileSync(at('other/encryption.key')))
    expect((await restored()).output).toContain('The encryption key is not the one this database was created with')
    rmSync(at('kept/encryption.key'))
    expect((await restored()).output).toContain('has no key file: set FRONTDESK_ENCRYPTION_KEY')
    expect(readdirSync(at('second'))).toEqual(['.gitignore'])
  })

  test('frontdesk restore names the backup that is not there, and makes nothing', async () => {
    expect(await runCommand(`restore ${at('nowhere')}`, envOf('second'))).toEqual({
      code: 1,
      output: `There is no backup ${at('nowhere/frontdesk.db')} to restore.\n`,
    })
    expect(existsSync(at('second'))).toBe(false)
  })

  test('frontdesk restore refuses a backup that is damaged', async () => {
    const bytes = readFileSync(at('kept/frontdesk.db'))
    bytes.fill(0x58, bytes.length / 2, bytes.length / 2 + 8192)
    writeFileSync(at('kept/frontdesk.db'), bytes)
    const { code, output } = await restored()
    expect(code).toBe(1)
    expect(output).toContain('malformed')
    expect(existsSync(at('second/users.db'))).toBe(false)

    writeFileSync(at('kept/frontdesk.db'), 'no database at all '.repeat(500))
    expect((await restored()).output).toContain('not a database')
  })
})
