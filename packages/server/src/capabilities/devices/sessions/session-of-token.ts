import type { Instance } from '../../../start/instance.js'
import { readSessionToken } from '../../../tokens/verify-jwt.js'
import { findActiveSession, type SessionRow } from './sessions.js'

/** The session that a token names. Returns null if either has ended, and for anything that is not one of our session tokens. */
export async function findSessionOfToken(instance: Instance, token: string): Promise<SessionRow | null> {
  const claims = await readSessionToken(instance, token)
  if (!claims || claims.exp * 1000 <= instance.now()) return null
  const session = await findActiveSession(instance, claims.sid)
  return session?.user_id === claims.sub ? session : null
}
