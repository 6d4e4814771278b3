import { randomUUID } from 'node:crypto'
import type { Instance } from '../start/instance.js'
import { signJwt } from './sign-jwt.js'

/** Session tokens are short-lived, since they are verified without asking anybody: a sign-out is known everywhere after this time. */
export const sessionTokenLifetimeSeconds = 60

export interface SessionTokenSubject {
  id: string
  user_id: string
  first_factor_verified_at: number
  second_factor_verified_at: number | null
  tasks: string
}

/**
 * Signs the token of an active or pending session, version 2 of the claims; none of `added` takes the place of one.
 * `azp` is the origin of the page that asked; `fva` holds whole minutes since each factor was verified, -1 for never.
 */
export function signSessionToken(
  instance: Instance,
  session: SessionTokenSubject,
  azp: string | null,
  lifetimeSeconds = sessionTokenLifetimeSeconds,
  added: Record<string, unknown> = {},
): Promise<string> {
  const now = Math.floor(instance.now() / 1000)
  const minutesSince = (at: number | null) => (at === null ? -1 : Math.max(0, Math.floor((instance.now() - at) / 60_000)))

  return signJwt(instance.keyRing, {
    ...added,
    ...(azp && { azp }),
    exp: now + lifetimeSeconds,
    fva: [minutesSince(session.first_factor_verified_at), minutesSince(session.second_factor_verified_at)],
    iat: now,
    iss: instance.keys.issuer,
    jti: randomUUID(),
    nbf: now - 10, // a verifier's clock may be a little behind
    sid: session.id,
    sts: session.tasks === '' ? 'active' : 'pending',
    sub: session.user_id,
    v: 2,
  })
}
