import { randomUUID } from 'node:crypto'
import { closeSync, fsyncSync, linkSync, mkdirSync, openSync, readFileSync, unlinkSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { newSecret } from './crypto/random.js'
import type { Options } from './options.js'

const minLength = 32 // as the option of the same name wants it

/** The configured key, or the one in the key file, which is made (mode 0600) at the first start. */
export function readEncryptionKey(options: Pick<Options, 'encryptionKey' | 'databaseUrl'>): string {
  if (options.encryptionKey) return options.encryptionKey.reveal()
  const databaseUrl = options.databaseUrl.reveal()
  if (databaseUrl === 'sqlite::memory:') return newSecret() // such a database ends with the process, and so may its key

  const folder = databaseUrl.startsWith('sqlite:') ? dirname(databaseUrl.slice('sqlite:'.length)) : '.frontdesk'
  const path = join(folder, 'encryption.key')
  return readKeyFile(path) ?? createKeyFile(path)
}

function readKeyFile(path: string): string | null {
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

/** The file appears whole or not at all: of processes that start together one gives it its name, and all read the same. */
function createKeyFile(path: string): string {
  const draft = `${path}.${randomUUID()}`
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    const file = openSync(draft, 'wx', 0o600)
    try {
      writeSync(file, newSecret())
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
