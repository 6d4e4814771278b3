import { randomUUID } from 'node:crypto'
import { closeSync, existsSync, fsyncSync, linkSync, openSync, rmSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { refuseLoneFile } from './lone-file.js'
import { missingFrom } from './migrate.js'
import { loadSqlite } from './sqlite-driver.js'

const lockTimeoutMs = 5_000

/**
 * Writes a copy of a SQLite database as it is in one moment, while others go on writing to it. The copy appears whole and on the disk, or
 * not at all.
 * @throws DatabaseFault when it is a newer version's, or a copy without its log; or what `check` throws, which is given the secret key as it
 *   is sealed in the copy
 */
export async function copySqlite(from: string, to: string, check: (sealedSecretKey: string) => void): Promise<void> {
  const open = await loadSqlite()
  const draft = `${to}.${randomUUID()}`
  try {
    closeSync(openSync(draft, 'wx', 0o600)) // SQLite fills an empty file, which keeps its mode
    const source = open(resolve(from), { readOnly: true, lockTimeoutMs })
    try {
      refuseLoneFile(source, from)
      missingFrom(
        source
          .prepare('select name from migrations')
          .all([])
          .map(([name]) => String(name)),
      )
      source.prepare('vacuum into ?').run([resolve(draft)])
    } finally {
      source.close()
    }

    const copy = open(resolve(draft), { lockTimeoutMs })
    try {
      copy.run('pragma user_version = 0') // it may have been marked in that moment, and has no log to go with it
      check(String(copy.value("select value from instance_settings where name = 'sealed_secret_key'")))
    } finally {
      copy.close()
    }
    place(draft, to)
  } finally {
    for (const file of [draft, `${draft}-journal`]) rmSync(file, { force: true })
  }
}

function place(draft: string, to: string): void {
  sync(draft)
  linkSync(draft, to) // not over a file that has come meanwhile
  sync(dirname(resolve(to)))
}

/** On Windows folders can't be opened; only the file is synced there. */
function sync(path: string): void {
  if (!existsSync(path)) return
  let file: number
  try {
    file = openSync(path, 'r')
  } catch {
    return
  }
  try {
    fsyncSync(file)
  } catch {
    // a folder of a file system that syncs none
  } finally {
    closeSync(file)
  }
}
