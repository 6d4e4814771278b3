/**
 * Counts what one network or one person does in a minute, in memory: each node counts for itself. Each kind is counted
 * apart, and a kind that is full forgets its oldest counter, so that a flood of one kind, or from one network, resets nothing else.
 */
import { errors } from '@frontdesk/contract'
import { networkOf, widerNetworkOf } from './network.js'

/**
 * - `call`: every call of the Frontend API that may change something, before its body is read
 * - `newcomer`: those of browsers without a client, which may get one
 * - `handshake`: all of them, since each writes a row
 * - `attempt`: tries at a password or a code, and beginnings of a sign-in or a sign-up
 * - `message`: requests that send mail
 * - `change`: what a signed-in person changes, by the user's id
 *
 * The first five are by network address, where a route says nothing else.
 */
export type Counted = 'call' | 'newcomer' | 'handshake' | 'attempt' | 'message' | 'change'

export interface RateLimiter {
  /** Counts one more; throws `too_many_requests` with the seconds to wait once the limit is passed. */
  count(kind: Counted, subject: string): void
}

const windowMs = 60_000
const maxCounters = 50_000 // of a kind, about 8 MB
/** A network of many customers, an IPv4 /24 or an IPv6 /48, may do ten times what one address may. */
const widerFactor = 10

/** `limits` may change at any time; `elapsed` must not go back: see `elapsed.ts`. */
export function createRateLimiter(limits: () => Record<Counted, number>, elapsed: () => number): RateLimiter {
  const kinds = Object.keys(limits()) as Counted[] // a record's keys are its type's
  const narrow = new Map(kinds.map((kind) => [kind, createCounters()]))
  const wide = new Map(kinds.map((kind) => [kind, createCounters()]))

  return {
    count(kind, subject) {
      const at = elapsed()
      const limit = limits()[kind]
      const wider = widerNetworkOf(subject)
      // First, so that a network beyond its limit takes no room for its addresses.
      const waitMs =
        (wider !== null && wide.get(kind)!(wider, at, limit * widerFactor)) || narrow.get(kind)!(networkOf(subject), at, limit)
      if (waitMs > 0) throw errors.tooManyRequests(Math.ceil(waitMs / 1000))
    },
  }
}

interface Counter {
  count: number
  endsAt: number
}

/** Counts one more; answers how long to wait, 0 within the limit. */
function createCounters(): (key: string, at: number, limit: number) => number {
  const counters = new Map<string, Counter>() // oldest first

  function begin(key: string, at: number): Counter {
    for (const [oldest, { endsAt }] of counters) {
      if (endsAt > at && counters.size < maxCounters) break
      counters.delete(oldest)
    }
    const counter = { count: 0, endsAt: at + windowMs }
    counters.set(key, counter)
    return counter
  }

  return (key, at, limit) => {
    const known = counters.get(key)
    const counter = known && known.endsAt > at ? known : begin(key, at)
    counter.count++
    return counter.count > limit ? counter.endsAt - at : 0
  }
}
