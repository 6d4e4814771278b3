/** Deletes what time has made worthless, as `purges.ts` lists it. Any number of nodes may do it at once. */
import type { Settings } from '../capabilities/ground/settings/settings.js'
import type { Instance } from './instance.js'

const intervalMs = 3600_000
const dayMs = 24 * 3600_000
const batchSize = 500 // a few milliseconds each, so that nobody waits for the write lock

/** What a room deletes of its own table, and when; docs/databases.md says it in these words. */
export interface Purge {
  what: string
  /** Since when the days count. */
  end: string
  keptDays: number | ((settings: Settings) => number)
  /** Deletes at most `limit` rows whose time came before `before`; returns how many. */
  some(instance: Instance, before: number, limit: number): Promise<number>
}

export interface Housekeeping {
  /** One round, now; it also runs every hour by itself. */
  run(): Promise<void>
  close(): Promise<void>
}

export function startHousekeeping(instance: Instance, purges: readonly Purge[]): Housekeeping {
  let running: Promise<void> | null = null
  let isClosed = false

  async function purge(): Promise<void> {
    for (const { keptDays, some } of purges) {
      const before = instance.now() - daysOf(keptDays, instance.settings) * dayMs
      while (!isClosed && (await some(instance, before, batchSize)) === batchSize) {}
    }
  }

  function run(): Promise<void> {
    running ??= purge()
      .catch((error: unknown) => instance.log({ level: 'warn', message: 'Old rows could not be deleted', error }))
      .finally(() => {
        running = null
      })
    return running
  }

  const timer = setInterval(run, intervalMs).unref()
  return {
    run,
    async close() {
      isClosed = true
      clearInterval(timer)
      await running
    },
  }
}

export const daysOf = (keptDays: Purge['keptDays'], settings: Settings): number =>
  typeof keptDays === 'number' ? keptDays : keptDays(settings)
