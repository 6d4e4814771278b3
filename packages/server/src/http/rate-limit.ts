/** Counts what one network or one recipient does in the current minute, in memory: each node counts for itself. */
import { isIPv6 } from 'node:net'
import { errors } from '@frontdesk/contract'

/** Tries and mail are counted for the caller's address, codes for the e-mail address they go to. */
export type Counted = 'attempt' | 'message' | 'code'

export interface RateLimiter {
  /** Counts one more; throws `too_many_requests` with the seconds to wait once the limit is passed. */
  count(kind: Counted, address: string): void
}

const windowMs = 60_000
const maxAddresses = 100_000 // about 10 MB; a flood from more addresses than that begins the minute anew for all

export function createRateLimiter(limits: Record<Counted, number>, now: () => number): RateLimiter {
  let windowStart = now()
  const counts = new Map<string, number>()

  return {
    count(kind, address) {
      const at = now()
      if (at - windowStart >= windowMs || counts.size >= maxAddresses) {
        counts.clear()
        windowStart = at
      }
      const key = `${kind} ${networkOf(address)}`
      const count = (counts.get(key) ?? 0) + 1
      counts.set(key, count)
      if (count > limits[kind]) throw errors.tooManyRequests(Math.ceil((windowStart + windowMs - at) / 1000))
    },
  }
}

/** Of an IPv6 address the first 64 bits: whoever has one of them has all that follow. Anything else is itself. */
function networkOf(address: string): string {
  if (!isIPv6(address) || address.includes('.')) return address // `::ffff:192.0.2.1` is one IPv4 address
  const [head = '', tail] = address.split('%', 1)[0]!.split('::')
  const groups = head === '' ? [] : head.split(':')
  const known = tail ? tail.split(':').length : 0
  while (tail !== undefined && groups.length + known < 8) groups.push('0')
  const network = [...groups, ...(tail?.split(':') ?? [])].slice(0, 4)
  return network.map((group) => Number.parseInt(group, 16).toString(16)).join(':')
}
