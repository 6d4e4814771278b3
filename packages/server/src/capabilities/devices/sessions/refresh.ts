/**
 * A refresh token lets an app's middleware renew an expired session token without sending the browser away. It belongs to one session
 * and ends with it; a new one replaces the last.
 */
import { errors } from '@frontdesk/contract'
import { digest, matchesDigest } from '../../../crypto/digest.js'
import { newSecret } from '../../../crypto/random.js'
import { updateRow } from '../../../database/rows.js'
import type { Instance } from '../../../start/instance.js'
import { readSessionToken } from '../../../tokens/verify-jwt.js'
import { findActiveSession, type SessionRow } from './sessions.js'

export async function issueRefreshToken(instance: Instance, session: SessionRow): Promise<string> {
  const secret = newSecret()
  await updateRow(instance, 'sessions', session.id, { refresh_digest: digest(secret) }, { status: 'active' })
  return secret
}

/**
 * The active session that both tokens belong to.
 * @throws `authentication_invalid` (401) for everything else: middlewares then fall back to the handshake
 */
export async function findRefreshable(
  instance: Instance,
  sessionId: string,
  tokens: { expired_token: string; refresh_token: string },
): Promise<SessionRow> {
  const claims = await readSessionToken(instance, tokens.expired_token)
  if (claims?.sid !== sessionId) throw errors.authenticationInvalid()
  const session = await findActiveSession(instance, sessionId)
  if (!session?.refresh_digest || session.user_id !== claims.sub) throw errors.authenticationInvalid()
  if (!matchesDigest(tokens.refresh_token, session.refresh_digest)) throw errors.authenticationInvalid()
  return session
}
