/**
 * The settings in a node's memory. Every half second it asks the database whether there is a newer version, so that all nodes have it within
 * a second. While it can't ask, the last settings hold, and after ten seconds the node counts as unhealthy.
 */
import type { Log } from '../../../start/frontdesk-options.js'
import type { Snapshot } from './stored.js'

export interface LiveSettings {
  current(): Snapshot
  /** Asks now. What was committed before the call is current after it, unless the database does not answer. */
  refresh(): Promise<void>
  /** Whether the database has said lately which settings hold. */
  isFresh(): Promise<boolean>
  close(): Promise<void>
}

interface LiveContext {
  first: Snapshot
  /** The settings that hold, unless their version is the one that is known. */
  read(known: number): Promise<Snapshot | null>
  /** Milliseconds that have passed: see `elapsed.ts`. */
  elapsed(): number
  log: Log
}

const pollMs = 500
const staleMs = 10_000

export function holdSettings({ first, read, elapsed, log }: LiveContext): LiveSettings {
  let current = first
  let readAt = elapsed()
  let isReported = false
  let looking: Promise<void> | null = null
  const timer = setInterval(() => looking ?? look(), pollMs).unref()

  const isStale = () => elapsed() - readAt > staleMs

  async function ask(): Promise<void> {
    try {
      current = (await read(current.version)) ?? current
      readAt = elapsed()
      isReported = false
    } catch (error) {
      if (isReported || !isStale()) return
      isReported = true
      log({ level: 'error', message: 'The settings could not be read for ten seconds; the last ones hold', error })
    }
  }

  function look(): Promise<void> {
    const asked = ask().finally(() => {
      if (looking === asked) looking = null
    })
    looking = asked
    return asked
  }

  async function refresh(): Promise<void> {
    await looking // which may have asked too early
    await look()
  }

  return {
    current: () => current,
    refresh,
    async isFresh() {
      if (isStale()) await refresh() // the process may only have slept
      return !isStale()
    },
    async close() {
      clearInterval(timer)
      await looking
    },
  }
}
