import type { ClientRow } from '../capabilities/clients/clients.js'
import { activeSessionsOf } from '../capabilities/sessions/sessions.js'
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
  const sessions = client ? await activeSessionsOf(instance, client.id) : []
  const current = sessions.find((session) => session.id === client?.last_active_session_id) ?? null
  const token = current ? await signSessionToken(instance, current, azp) : null
  // Never later than the `iat` of the token beside it, or the middleware takes that token for outdated.
  const updatedAt = client && sessions.length > 0 ? Math.floor(client.updated_at / 1000) : 0

  return ['', `_${instance.keys.cookieSuffix}`].flatMap((suffix) => [
    writeCookie(`__session${suffix}`, token ?? '', { maxAgeSeconds: token ? yearSeconds : 0, secure }),
    writeCookie(`__client_uat${suffix}`, String(updatedAt), { maxAgeSeconds: yearSeconds, secure }),
  ])
}
