import type { Instance } from '../start/instance.js'

/** Who or what made a change, as its events remember it. */
export interface Cause {
  actor: 'browser' | 'secret_key'
  /** The session of the person who acted; null before anybody signed in, and for servers. */
  sessionId: string | null
  address: string
  userAgent: string
}

/** The instance for the rest of a request of which more is known now. */
export const because = (instance: Instance, known: Partial<Cause>): Instance => ({
  ...instance,
  cause: instance.cause && { ...instance.cause, ...known },
})
