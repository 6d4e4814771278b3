import type { Instance } from '../instance.js'
import { writeCookie } from './cookies.js'

const yearSeconds = 365 * 24 * 3600

/** Who is signed in, as the cookies tell it. */
export interface SignedInState {
  /** The token of the browser's current session. */
  token: string
  /** When the browser's sessions last changed, in milliseconds since 1970. */
  changedAt: number
}

/**
 * The cookies that tell an app's middleware who is signed in: `__session` holds the token of the browser's current session,
 * `__client_uat` the second in which its sessions last changed (0: nobody). Each has a twin whose name ends in the instance's suffix.
 */
export function sessionCookies(instance: Instance, state: SignedInState | null, secure: boolean): string[] {
  // Never later than the `iat` of the token beside it, or the middleware takes that token for outdated: clocks of nodes may differ.
  const clientUat = state ? Math.floor(Math.min(state.changedAt, instance.now()) / 1000) : 0
  return [
    ...sessionTokenCookies(instance, state?.token ?? null, secure),
    ...twins(instance).map((suffix) =>
      writeCookie(`__client_uat${suffix}`, String(clientUat), { maxAgeSeconds: yearSeconds, secure }),
    ),
  ]
}

/** `__session` and its twin; without a token they are removed. */
export const sessionTokenCookies = (instance: Instance, token: string | null, secure: boolean): string[] =>
  twins(instance).map((suffix) =>
    writeCookie(`__session${suffix}`, token ?? '', { maxAgeSeconds: token ? yearSeconds : 0, secure }),
  )

const twins = (instance: Instance) => ['', `_${instance.keys.cookieSuffix}`]
