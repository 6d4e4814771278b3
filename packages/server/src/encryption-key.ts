import { closeSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { newSecret } from './crypto/random.js'
import type { Options } from './options.js'

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
  try {
    return readFileSync(path, 'utf8').trim()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw new Error(`The encryption key file ${path} can't be read: ${(error as Error).message}`)
  }
}

function createKeyFile(path: string): string {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  try {
    const file = openSync(path, 'wx', 0o600) // exclusive: of two processes that start together one writes, the other reads
    writeSync(file, newSecret())
    closeSync(file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  return readFileSync(path, 'utf8').trim()
}
