/**
 * Backups of an instance on SQLite: the database as it was in one moment, and the key file that belongs to it. Neither is of any use
 * without the other, so both are checked against each other when a backup is made, and again when it is put back.
 */
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { makeDataFolder } from '../basics/data-folder.js'
import { createVault } from '../crypto/vault.js'
import { copySqlite } from '../database/sqlite-copy.js'
import { keyFileOf, makeKeyFile, readKeyFile } from './encryption-key.js'
import { openSecretKey } from './instance-keys.js'
import type { Options } from './options.js'

type Where = Pick<Options, 'databaseUrl' | 'encryptionKey'>

export interface Copied {
  database: string
  /** Null when the key is configured, and so in no file. */
  keyFile: string | null
}

/** Copies the configured database, which may be in use, to a folder or to a path that ends with .db. @throws with what is in the way */
export async function backUp({ databaseUrl, encryptionKey }: Where, target: string): Promise<Copied> {
  const from = sqlitePath(databaseUrl.reveal(), 'backed up')
  if (!existsSync(from)) throw new Error(`There is no database ${from} to back up.`)
  const keyFile = encryptionKey ? null : keyFileBeside(from)
  const key = encryptionKey?.reveal() ?? readKeyFile(keyFile!)
  if (key === null)
    throw new Error(
      `The encryption key of this database is missing: put its key file ${keyFile} back, or set FRONTDESK_ENCRYPTION_KEY to the key.`,
    )
  return copyInstance({ from, to: databaseIn(target), key, withKeyFile: keyFile !== null })
}

/** Puts a backup in the place of the configured database, where there must be none. @throws with what is in the way */
export async function restore({ databaseUrl, encryptionKey }: Where, source: string): Promise<Copied> {
  const to = sqlitePath(databaseUrl.reveal(), 'restored')
  const from = databaseIn(source)
  if (!existsSync(from)) throw new Error(`There is no backup ${from} to restore.`)
  const inBackup = readKeyFile(keyFileBeside(from))
  const key = encryptionKey?.reveal() ?? inBackup
  if (key === null)
    throw new Error(
      `The backup ${from} has no key file: set FRONTDESK_ENCRYPTION_KEY to the key that was configured when it was made.`,
    )
  return copyInstance({ from, to, key, withKeyFile: !encryptionKey })
}

async function copyInstance(what: { from: string; to: string; key: string; withKeyFile: boolean }): Promise<Copied> {
  const { from, to, key, withKeyFile } = what
  const inTheWay = [to, `${to}-wal`].find((path) => existsSync(path))
  if (inTheWay) throw new Error(`${inTheWay} is there already, and nothing was changed: move it away, or name another place.`)
  const keyFile = withKeyFile ? keyFileBeside(to) : null
  const refuseOtherKey = () => {
    if (keyFile && ![null, key].includes(readKeyFile(keyFile)))
      throw new Error(`${keyFile} is there already, with the key of another database: move it away, or name another place.`)
  }
  refuseOtherKey()

  makeDataFolder(dirname(to))
  const vault = createVault(key)
  await copySqlite(from, to, (sealed) => {
    openSecretKey(vault, sealed)
    if (keyFile) makeKeyFile(keyFile, key) // before the database: one without its key would not start
    refuseOtherKey()
  })
  return { database: to, keyFile }
}

const keyFileBeside = (path: string): string => keyFileOf(`sqlite:${path}`)!

/** A folder stands for the database in it of the usual name. */
const databaseIn = (path: string): string => (/\.(db|sqlite3?)$/.test(path) ? path : join(path, 'frontdesk.db'))

function sqlitePath(databaseUrl: string, done: string): string {
  if (databaseUrl === 'sqlite::memory:') throw new Error(`A database in memory can't be ${done}.`)
  if (databaseUrl.startsWith('sqlite:')) return databaseUrl.slice('sqlite:'.length)
  throw new Error(
    `PostgreSQL is ${done} by its own programs, pg_dump and pg_restore. Keep the encryption key with the dump, which is of no use without: FRONTDESK_ENCRYPTION_KEY, or the file ${keyFileOf(databaseUrl)} where that is not set.`,
  )
}
