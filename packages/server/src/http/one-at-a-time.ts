import { createQueue, type InTurn } from '../bounded-queue.js'

const waitingAtMost = 3

/**
 * Runs one job at a time for each key, lets three wait and refuses more with 429: what one person sends at once keeps nobody else waiting.
 */
export function createOneAtATime(): <T>(key: string, job: () => Promise<T>) => Promise<T> {
  const queues = new Map<string, { inTurn: InTurn; jobs: number }>()

  return async (key, job) => {
    const queue = queues.get(key) ?? { inTurn: createQueue(1, waitingAtMost), jobs: 0 }
    queues.set(key, queue)
    queue.jobs++
    try {
      return await queue.inTurn(job)
    } finally {
      queue.jobs--
      if (queue.jobs === 0) queues.delete(key)
    }
  }
}
