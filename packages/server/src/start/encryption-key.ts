import { randomUUID } from 'node:crypto'
import { closeSync, fsyncSync, linkSync, openSync, readFileSync, unlinkSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { makeDataFolder, ownFolder } from '../basics/data-folder.js'
import { newSecret } from '../crypto/random.js'
import type { Options } from './options.js'

const minLength = 32 // as the option of the same name wants it

/**
 * The configured key, or the one in the key file, which is made (mode 0600) for a database that has no keys yet.
 * @throws when the file that a database needs is missing: with another key, nothing that it holds could be read
 */
export function readEncryptionKey(
  options: Pick<Options, 'encryptionKey' | 'databaseUrl'>,
  database: { hasKeys: boolean },
): string {
  if (options.encryptionKey) return options.encryptionKey.reveal()
  const path = keyFileOf(options.databaseUrl.reveal())
  if (!path) return newSecret() // a database in memory ends with the process, and so may its key

  const key = readKeyFile(path)
  if (key !== null) return key
  if (database.hasKeys)
    throw new Error(
      `The encryption key of this database is missing: put its key file ${path} back, or set FRONTDESK_ENCRYPTION_KEY to the key.`,
    )
  return makeKeyFile(path, newSecret())
}

/** Where the key file of a database is, unless a key is configured; null for a database in memory. */
export function keyFileOf(databaseUrl: string): string | null {
  if (databaseUrl === 'sqlite::memory:') return null
  const folder = databaseUrl.startsWith('sqlite:') ? dirname(databaseUrl.slice('sqlite:'.length)) : ownFolder
  return join(folder, 'encryption.key')
}

/** The key in a key file; null where there is none. */
export function readKeyFile(path: string): string | null {
  let key: string
  try {
    key = readFileSync(path, 'utf8').trim()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw new Error(`The encryption key file ${path} can't be read: ${(error as Error).message}`)
  }
  // Half a key, or none, would still encrypt: with something that others can guess.
  if (key.length < minLength) throw new Error(`The encryption key file ${path} is damaged: put it back from a backup.`)
  return key
}

/** The file appears whole or not at all: of processes that start together one gives it its name, and all read the same. Answers its key. */
export function makeKeyFile(path: string, key: string): string {
  const draft = `${path}.${randomUUID()}`
  try {
    makeDataFolder(dirname(path))
    const file = openSync(draft, 'wx', 0o600)
    try {
      writeSync(file, key)
      fsyncSync(file) // before anything is encrypted with it
    } finally {
      closeSync(file)
    }
    linkIfMissing(draft, path)
    unlinkSync(draft)
  } catch (error) {
    throw new Error(`The encryption key file ${path} can't be made: ${(error as Error).message}`)
  }
  return readKeyFile(path)! // it is there by now
}

function linkIfMissing(from: string, to: string): void {
  try {
    linkSync(from, to)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}
