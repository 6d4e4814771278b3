import type { ClientRow } from '../capabilities/clients/clients.js'
import { currentSession, signedInSessionsOf } from '../capabilities/sessions/signed-in.js'
import type { Instance } from '../instance.js'
import { signSessionToken } from '../tokens/session-token.js'
import { writeCookie } from './cookies.js'

const yearSeconds = 365 * 24 * 3600

/**
 * The cookies that tell an app's middleware who is signed in: `__session` holds the token of the browser's current session,
 * `__client_uat` the second in which its sessions last changed (0: nobody). Each has a twin whose name ends in the instance's suffix.
 */
export async function sessionCookies(
  instance: Instance,
  client: ClientRow | null,
  azp: string | null,
  secure: boolean,
): Promise<string[]> {
  const current = client && currentSession(await signedInSessionsOf(instance, client.id), client)
  const token = current ? await signSessionToken(instance, current, azp) : null
  // Never later than the `iat` of the token beside it, or the middleware takes that token for outdated: clocks of nodes may differ.
  const updatedAt = client && current ? Math.floor(Math.min(client.updated_at, instance.now()) / 1000) : 0

  return [
    ...sessionTokenCookies(instance, token, secure),
    ...twins(instance).map((suffix) =>
      writeCookie(`__client_uat${suffix}`, String(updatedAt), { maxAgeSeconds: yearSeconds, secure }),
    ),
  ]
}

/** `__session` and its twin; without a token they are removed. */
export const sessionTokenCookies = (instance: Instance, token: string | null, secure: boolean): string[] =>
  twins(instance).map((suffix) =>
    writeCookie(`__session${suffix}`, token ?? '', { maxAgeSeconds: token ? yearSeconds : 0, secure }),
  )

const twins = (instance: Instance) => ['', `_${instance.keys.cookieSuffix}`]
