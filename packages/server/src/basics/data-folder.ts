import { mkdirSync, writeFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'

/** The name of our folder. It counts as ours by this name, no matter who made it. */
export const ownFolder = '.frontdesk'

/** Makes the folder of accounts and keys: nobody else may enter it, and git keeps nothing of it. */
export function makeDataFolder(folder: string): void {
  const made = mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (made === undefined && basename(resolve(folder)) !== ownFolder) return // it may hold somebody's source, too
  try {
    writeFileSync(join(folder, '.gitignore'), '*\n', { flag: 'wx' })
  } catch {
    // There is one already, or nothing can be written here: then the next step says so.
  }
}
