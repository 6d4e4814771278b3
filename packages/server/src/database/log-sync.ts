import { type FileHandle, open } from 'node:fs/promises'
import { DatabaseUnavailable } from './unavailable.js'

export interface LogSync {
  /** Resolves once everything that was written to the log before the call is on the disk. */
  sync(): Promise<void>
  /** Call it before a write. After a sync has failed nobody knows what the disk has. @throws DatabaseUnavailable with what that sync failed with */
  requireSound(): void
  /** Finishes what is under way. */
  close(): Promise<void>
}

/**
 * Syncs a write-ahead log, which the first write makes, on another thread. A caller who asks while a sync is under way, which may have begun
 * before their write, shares the next one with all the others.
 */
export function createLogSync(path: string): LogSync {
  let log: Promise<FileHandle> | null = null
  let running = Promise.resolve()
  let next: Promise<void> | null = null
  let failure: DatabaseUnavailable | null = null

  async function syncNow(): Promise<void> {
    try {
      log ??= open(path, 'r+')
      await (await log).datasync()
    } catch (reason) {
      failure = new DatabaseUnavailable(reason as Error) // Node's, of the file
      throw failure
    }
  }

  return {
    sync() {
      next ??= running.then(() => {
        running = next!
        next = null
        return syncNow()
      })
      return next
    },
    requireSound() {
      if (failure) throw failure
    },
    async close() {
      await Promise.allSettled([running, next])
      const opened = await log?.catch(() => null)
      await opened?.close()
    },
  }
}
