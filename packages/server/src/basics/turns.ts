import { createQueue, type InTurn } from './bounded-queue.js'

/** Runs jobs of the same name one after the other, of different names at once. */
export interface Turns {
  take<T>(name: string, job: () => Promise<T>): Promise<T>
}

/** Of each name `limit` jobs may wait; the rest is refused with 429. */
export function createTurns(limit = 128): Turns {
  const queues = new Map<string, { inTurn: InTurn; jobs: number }>()

  return {
    async take(name, job) {
      const queue = queues.get(name) ?? { inTurn: createQueue(1, limit), jobs: 0 }
      queues.set(name, queue)
      queue.jobs++
      try {
        return await queue.inTurn(job)
      } finally {
        queue.jobs--
        if (queue.jobs === 0) queues.delete(name)
      }
    },
  }
}
