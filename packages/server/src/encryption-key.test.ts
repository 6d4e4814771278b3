import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createFrontdesk } from './server.js'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'frontdesk-key-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const keyFile = () => join(folder, 'encryption.key')
const open = async (encryptionKey?: string) => {
  const frontdesk = createFrontdesk({
    databaseUrl: `sqlite:${join(folder, 'users.db')}`,
    log: () => {},
    ...(encryptionKey !== undefined && { encryptionKey }),
  })
  const { keys } = await frontdesk.ready()
  await frontdesk.close()
  return keys.secretKey.reveal()
}

test('a key file is made at the first start, readable by its owner alone, and read at the next', async () => {
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
  ['was lost', () => rmSync(keyFile())],
  ['is that of another database', () => writeFileSync(keyFile(), 'a key for tests, of 32 characters')],
])('nothing starts when the key file %s, and the database stays as it was', async (_, spoil) => {
  const secretKey = await open()
  const key = readFileSync(keyFile(), 'utf8')
  spoil()
  await expect(open()).rejects.toThrow('The encryption key is not the one this database was created with')
  await expect(open('another key, of more than 32 characters')).rejects.toThrow('set FRONTDESK_ENCRYPTION_KEY to that one')
  writeFileSync(keyFile(), key)
  expect(await open()).toBe(secretKey)
})

test.each([
  ['is empty, as a crash or a full disk leaves it', () => writeFileSync(keyFile(), '')],
  ['holds a line break alone', () => writeFileSync(keyFile(), '\n')],
  ['was cut off', () => writeFileSync(keyFile(), 'half a key')],
])('nothing is encrypted with a key that others can guess: the key file %s', async (_, spoil) => {
  spoil()
  await expect(open()).rejects.toThrow(`The encryption key file ${keyFile()} is damaged`)
})

test('a key file that can not be read is named', async () => {
  mkdirSync(keyFile())
  await expect(open()).rejects.toThrow(`The encryption key file ${keyFile()} can't be read: EISDIR`)
})
