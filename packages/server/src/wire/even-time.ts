import { setTimeout as pause } from 'node:timers/promises'
import type { Instance } from '../start/instance.js'

// More than what is read and written for one account and not for another takes.
const slackMs = 25

/**
 * Where accounts are hidden, answers and refusals come at one time after the hashing, however much else there was to do: how long they
 * take tells nobody whether there is an account. Hashing itself is evened out by doing as much for everybody.
 */
export async function inEvenTime<T>(instance: Instance, work: (timed: Instance) => Promise<T>): Promise<T> {
  if (!instance.settings.enumerationProtection) return work(instance)

  const begun = performance.now()
  let hashingMs = 0
  const timed = <Args extends unknown[], Result>(run: (...args: Args) => Promise<Result>) =>
    async function timedRun(...args: Args): Promise<Result> {
      const from = performance.now()
      try {
        return await run(...args)
      } finally {
        hashingMs += performance.now() - from
      }
    }
  const passwords = { hash: timed(instance.passwords.hash), verify: timed(instance.passwords.verify) }
  try {
    return await work({ ...instance, passwords })
  } finally {
    await pause(Math.max(0, begun + hashingMs + slackMs - performance.now()))
  }
}
