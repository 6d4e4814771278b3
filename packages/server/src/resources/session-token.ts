/** Session tokens with the claims that the instance adds. They have to fit in a cookie: a token that browsers would drop is not made. */
import { ApiError, bytesOf, errors, maxSessionClaimsBytes } from '@frontdesk/contract'
import type { Instance } from '../start/instance.js'
import { type SessionTokenSubject, sessionTokenLifetimeSeconds, signSessionToken } from '../tokens/session-token.js'
import { type ClaimsSession, renderClaims } from './claims.js'

/** The token of an active or pending session, for the page at `azp`. @throws `session_claims_too_large` */
export async function sessionToken(
  instance: Instance,
  session: SessionTokenSubject & ClaimsSession,
  azp: string | null,
  lifetimeSeconds = sessionTokenLifetimeSeconds,
): Promise<string> {
  const claims = await renderClaims(instance, instance.settings.sessionClaims, session)
  const bytes = bytesOf(claims)
  if (bytes > maxSessionClaimsBytes) {
    const message = `The session claims of ${session.user_id} take ${bytes} bytes of ${maxSessionClaimsBytes}: there are no tokens for them until their metadata or session_claims are made smaller`
    instance.log({ level: 'error', message, userId: session.user_id, bytes })
    throw errors.sessionClaimsTooLarge(bytes, maxSessionClaimsBytes)
  }
  return signSessionToken(instance, session, azp, lifetimeSeconds, claims)
}

/** The same for an answer that says more than the token; null where its claims are too large, which the page hears when it asks for one. */
export async function sessionTokenIfItFits(...call: Parameters<typeof sessionToken>): Promise<string | null> {
  try {
    return await sessionToken(...call)
  } catch (error) {
    if (error instanceof ApiError && error.errors[0]?.code === 'session_claims_too_large') return null
    throw error
  }
}
