import { statfsSync } from 'node:fs'
import { DatabaseUnavailable } from './unavailable.js'

const roomNeeded = 1_048_576 // bytes; a request writes less, with the log around it

export interface FullDisk {
  /** A write has found no room. */
  note(): void
  /** Call it before a write. @throws DatabaseUnavailable while there is no room */
  requireRoom(): void
}

/**
 * Once a write has found the disk full, none is tried until there is room: small ones would still go through, take the last of it, and
 * hide from the health check that others don't.
 */
export function createFullDisk(folder: string): FullDisk {
  let fullSince: Error | null = null
  return {
    note() {
      fullSince ??= new Error(`less than ${roomNeeded} bytes are free in ${folder}`)
    },
    requireRoom() {
      if (fullSince && freeIn(folder) < roomNeeded) throw new DatabaseUnavailable(fullSince, 'The disk of the database is full')
      fullSince = null
    },
  }
}

/** What this process may still write there, in bytes. */
function freeIn(folder: string): number {
  try {
    const { bavail, bsize } = statfsSync(folder)
    return bavail * bsize
  } catch {
    return Number.POSITIVE_INFINITY // not known: the write itself tells
  }
}
