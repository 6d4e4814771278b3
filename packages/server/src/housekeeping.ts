/** Deletes what time has made worthless: codes, nonces, attempts and former addresses, a day after their end. Any number of nodes may do it at once. */
import { purgeFormerAddresses } from './capabilities/notices/former-addresses.js'
import { purgeSecrets } from './capabilities/one-time-secrets/purge.js'
import { purgeSignIns } from './capabilities/sign-in/purge.js'
import { purgeSignUps } from './capabilities/sign-up/purge.js'
import type { Instance } from './instance.js'

const intervalMs = 3600_000
const keptMs = 24 * 3600_000
const batchSize = 500 // a few milliseconds each, so that nobody waits for the write lock

export interface Housekeeping {
  /** One round, now; it also runs every hour by itself. */
  run(): Promise<void>
  close(): Promise<void>
}

export function startHousekeeping(instance: Instance): Housekeeping {
  let running: Promise<void> | null = null
  let isClosed = false

  async function purge(): Promise<void> {
    const before = instance.now() - keptMs
    for (const purgeSome of [purgeFormerAddresses, purgeSecrets, purgeSignIns, purgeSignUps])
      while (!isClosed && (await purgeSome(instance, before, batchSize)) === batchSize) {}
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
