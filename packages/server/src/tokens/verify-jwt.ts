/**
 * Reads tokens that this server signed. Algorithm, key and issuer come from our own key record; the token's header only names a key,
 * and a token that says anything unexpected about itself is refused.
 */
import { type CompactJws, isSignedWith, MalformedToken, parseCompactJws } from '@frontdesk/contract/jwt'
import type { Instance } from '../start/instance.js'

export interface SessionClaims {
  sid: string
  sub: string
  /** Unix seconds. */
  iat: number
  exp: number
}

/**
 * The claims of a session token with a right signature, or null for anything else. It may have expired: the caller decides what that
 * means, and nobody may take these claims for a signed-in user.
 */
export async function readSessionToken(instance: Instance, token: string): Promise<SessionClaims | null> {
  const claims = await readSigned(instance, token)
  if (!claims || !instance.keys.spellings.some(({ issuer }) => issuer === claims.iss)) return null
  const { sid, sub, iat, exp } = claims
  if (typeof sid !== 'string' || typeof sub !== 'string') return null
  if (typeof iat !== 'number' || typeof exp !== 'number') return null
  return { sid, sub, iat, exp }
}

async function readSigned(instance: Instance, token: string): Promise<Record<string, unknown> | null> {
  const jws = readCompact(token)
  if (!jws) return null
  const { alg, typ, kid, ...rest } = jws.header
  if (alg !== 'RS256' || typ !== 'JWT' || 'cat' in rest || 'crit' in rest) return null
  const key = await instance.keyRing.verificationKey(kid)
  return key && isSignedWith(jws, key, 'RS256') ? jws.payload : null
}

/** Null for what is no signed token at all. */
export function readCompact(token: string): CompactJws | null {
  try {
    return parseCompactJws(token)
  } catch (error) {
    if (error instanceof MalformedToken) return null
    throw error
  }
}
