/** Counts what one network address does in the current minute, in memory: each node counts for itself. */
import { errors } from '@frontdesk/contract'

export interface RateLimiter {
  /** Counts one more; throws `too_many_requests` with the seconds to wait once the limit is passed. */
  count(kind: 'attempt' | 'message', address: string): void
}

const windowMs = 60_000
const maxAddresses = 100_000 // about 10 MB; a flood from more addresses than that begins the minute anew for all

export function createRateLimiter(limits: Record<'attempt' | 'message', number>, now: () => number): RateLimiter {
  let windowStart = now()
  const counts = new Map<string, number>()

  return {
    count(kind, address) {
      const at = now()
      if (at - windowStart >= windowMs || counts.size >= maxAddresses) {
        counts.clear()
        windowStart = at
      }
      const key = `${kind} ${address}`
      const count = (counts.get(key) ?? 0) + 1
      counts.set(key, count)
      if (count > limits[kind]) throw errors.tooManyRequests(Math.ceil((windowStart + windowMs - at) / 1000))
    },
  }
}
