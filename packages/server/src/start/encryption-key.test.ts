import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createFrontdesk } from '../server.js'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'frontdesk-key-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const keyFile = () => join(folder, 'encryption.key')
const open = (encryptionKey?: string) => openAt(join(folder, 'users.db'), encryptionKey)
const openAt = async (path: string, encryptionKey?: string) => {
  const frontdesk = createFrontdesk({
    databaseUrl: `sqlite:${path}`,
    log: () => {},
    ...(encryptionKey !== undefined && { encryptionKey }),
  })
  const { keys } = await frontdesk.ready()
  await frontdesk.close()
  return keys.secretKey.reveal()
}

test('a key file is made at the first start, readable only by its owner, and read at the next', async () => {
  const secretKey = await open()
  expect(statSync(keyFile()).mode & 0o777).toBe(0o600)
  expect(readFileSync(keyFile(), 'utf8')).toMatch(/^[\w-]{43}$/)
  expect(await open()).toBe(secretKey)
  expect(readdirSync(folder).filter((name) => name.includes('key'))).toEqual(['encryption.key'])
})

test('no key file is made where a key is configured, or where no database could be opened', async () => {
  await open('a key for tests, of 32 characters')
  expect(existsSync(keyFile())).toBe(false)
  mkdirSync(join(folder, 'other', 'users.db'), { recursive: true })
  const frontdesk = createFrontdesk({ databaseUrl: `sqlite:${join(folder, 'other', 'users.db')}` })
  await expect(frontdesk.ready()).rejects.toThrow("can't be opened")
  expect(readdirSync(join(folder, 'other'))).toEqual(['users.db'])
})

test.each([
  ['was lost', () => rmSync(keyFile()), 'The encryption key of this database is missing'],
  [
    'is that of another database',
    () => writeFileSync(keyFile(), 'a key for tests, of 32 characters'),
    'The encryption key is not the one this database was created with',
  ],
])('nothing starts when the key file %s, and both files stay as they were', async (_, spoil, reason) => {
  const secretKey = await open()
  const key = readFileSync(keyFile(), 'utf8')
  spoil()
  const files = readdirSync(folder)
  await expect(open()).rejects.toThrow(reason)
  await expect(open('another key, of more than 32 characters')).rejects.toThrow('set FRONTDESK_ENCRYPTION_KEY to that one')
  expect(readdirSync(folder)).toEqual(files)
  writeFileSync(keyFile(), key)
  expect(await open()).toBe(secretKey)
})

test('the data folder keeps itself out of git when it is ours, and what was there before is not touched', async () => {
  const gitIgnoreOf = (path: string) => join(folder, path, '.gitignore')
  mkdirSync(join(folder, 'theirs'))
  mkdirSync(join(folder, '.frontdesk'))
  mkdirSync(join(folder, 'app/.frontdesk'), { recursive: true })
  writeFileSync(gitIgnoreOf('app/.frontdesk'), '*.db\n')
  for (const path of ['theirs', 'new', '.frontdesk', 'app/.frontdesk']) await openAt(join(folder, path, 'users.db'))
  const contents = ['new', '.frontdesk', 'app/.frontdesk'].map((path) => readFileSync(gitIgnoreOf(path), 'utf8'))
  expect(contents).toEqual(['*\n', '*\n', '*.db\n'])
  expect(existsSync(gitIgnoreOf('theirs'))).toBe(false)
})

test.each([
  ['is empty, as a crash or a full disk leaves it', () => writeFileSync(keyFile(), '')],
  ['holds a line break alone', () => writeFileSync(keyFile(), '\n')],
  ['was cut off', () => writeFileSync(keyFile(), 'half a key')],
])('nothing is encrypted with a key that others can guess: the key file %s', async (_, spoil) => {
  spoil()
  await expect(open()).rejects.toThrow(`The encryption key file ${keyFile()} is damaged`)
})

test("a key file that can't be read is named", async () => {
  mkdirSync(keyFile())
  await expect(open()).rejects.toThrow(`The encryption key file ${keyFile()} can't be read: EISDIR`)
})
