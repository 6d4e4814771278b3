/**
 * Deletes what time has made worthless: codes, nonces, attempts and former addresses a day after their end, clients that nobody signed in
 * from, events that were kept long enough, sessions and mail long after their end. Any number of nodes may do it at once.
 */
import { purgeClients } from '../capabilities/devices/clients/purge.js'
import { purgeSessions } from '../capabilities/devices/sessions/purge.js'
import { purgeSignIns } from '../capabilities/entering/sign-in/purge.js'
import { purgeSignUps } from '../capabilities/entering/sign-up/purge.js'
import { purgeMessages } from '../capabilities/ground/deliveries/purge.js'
import { purgeEvents } from '../capabilities/ground/events/purge.js'
import { purgeSecrets } from '../capabilities/ground/one-time-secrets/purge.js'
import { purgeFormerAddresses } from '../capabilities/telling/notices/former-addresses.js'
import type { Instance } from './instance.js'

const intervalMs = 3600_000
const dayMs = 24 * 3600_000
const mailKeptDays = 30
const sessionsKeptDays = 90 // a browser that somebody used lately is no new device
const batchSize = 500 // a few milliseconds each, so that nobody waits for the write lock

/** Deletes at most `limit` rows from before `before`; answers how many. */
type PurgeSome = (instance: Instance, before: number, limit: number) => Promise<number>

export interface Housekeeping {
  /** One round, now; it also runs every hour by itself. */
  run(): Promise<void>
  close(): Promise<void>
}

export function startHousekeeping(instance: Instance): Housekeeping {
  let running: Promise<void> | null = null
  let isClosed = false

  async function purge(): Promise<void> {
    const purges: Array<[purgeSome: PurgeSome, keptDays: number]> = [
      [purgeFormerAddresses, 1],
      [purgeSecrets, 1],
      [purgeSignIns, 1],
      [purgeSignUps, 1],
      [purgeEvents, instance.settings.events.keptDays],
      [purgeMessages, mailKeptDays],
      [purgeSessions, sessionsKeptDays],
      [purgeClients, 0],
    ]
    for (const [purgeSome, keptDays] of purges) {
      const before = instance.now() - keptDays * dayMs
      while (!isClosed && (await purgeSome(instance, before, batchSize)) === batchSize) {}
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
