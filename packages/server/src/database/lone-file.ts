/**
 * Tells a database file that was copied while it was in use, without the log that holds its last commits: SQLite would open it as it was
 * long ago, or empty. The mark is a number in its header: in the file itself it says that more is in the log, and the log says that there
 * is no more. So whatever reads both, or has brought them together, finds no mark: a crash, SQLite's own tools, a clean end.
 */
import { statSync } from 'node:fs'
import { DatabaseFault } from './fault.js'
import type { SqliteFile } from './sqlite-driver.js'

const mark = 0x10_6 // any number that nobody else would write
const writesBetweenLooks = 16

/** Call it with a file that was opened and not written. @throws DatabaseFault when its log is missing */
export function refuseLoneFile(file: SqliteFile, path: string): void {
  if (file.value('pragma user_version') !== mark || sizeOf(`${path}-wal`) > 0) return // in this order: others may start it just now
  throw new DatabaseFault(
    'database-without-log',
    `The database ${path} was copied while it was in use, without ${path}-wal: its last changes, or all of them, are missing.`,
    'Put that file beside it, or restore a copy that `frontdesk backup` made.',
  )
}

const sizeOf = (path: string) => statSync(path, { throwIfNoEntry: false })?.size ?? 0

export interface LoneFileMark {
  /** Call it after writes: SQLite writes its log into the file from time to time, and the mark's end with it. */
  renew(): void
  /** Call it before the file is closed. */
  finish(): void
}

/** Marks a file that is about to be used. Where that can't be done, as on a full disk, copies of it are not told apart. */
export function markLoneFile(file: SqliteFile, path: string): LoneFileMark {
  let writes = 0
  let writtenAt = 0
  let isUnfinished = false

  function write(): void {
    try {
      isUnfinished = true
      file.run(`pragma user_version = ${mark}`)
      file.run('pragma wal_checkpoint(passive)')
      finish()
    } catch {
      // busy, or full: the next time
    }
    writtenAt = fileTime()
  }
  function finish(): void {
    if (isUnfinished) file.run('pragma user_version = 0')
    isUnfinished = false
  }
  const fileTime = () => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0

  write()
  return {
    renew() {
      if (++writes % writesBetweenLooks === 0 && fileTime() !== writtenAt) write()
    },
    finish() {
      try {
        finish()
      } catch {
        // then the log stays, and says enough
      }
    },
  }
}
