import { errors } from '@frontdesk/contract'

export type InTurn = <T>(job: () => Promise<T>) => Promise<T>

/** Runs at most `concurrency` jobs at a time, lets `limit` wait, and refuses the rest with 429. */
export function createQueue(concurrency: number, limit: number): InTurn {
  let running = 0
  const waiting: Array<() => void> = []

  return async function inTurn<T>(job: () => Promise<T>): Promise<T> {
    if (running >= concurrency) {
      if (waiting.length >= limit) throw errors.tooManyRequests(1)
      await new Promise<void>((resolve) => waiting.push(resolve))
    } else {
      running++
    }
    try {
      return await job()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else running--
    }
  }
}
