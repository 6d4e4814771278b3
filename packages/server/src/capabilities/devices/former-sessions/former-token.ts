/**
 * Tokens of the service that an app moves away from. They live for a minute, so what browsers still hold has expired: it proves that its
 * bearer was signed in there at that time. How old it may be is bounded, and each session is exchanged once.
 */
import { type CompactJws, isSignedWith } from '@frontdesk/contract/jwt'
import type { Instance } from '../../../start/instance.js'
import { readCompact } from '../../../tokens/verify-jwt.js'

/** A session there, as its token tells it; times in milliseconds since 1970. */
export interface FormerSession {
  id: string
  userId: string
  firstFactorVerifiedAt: number
  secondFactorVerifiedAt: number | null
}

const mostSkewSeconds = 60
/** Absent, or that of session tokens: templates' and machines' tokens have others. */
const sessionCategories: unknown[] = [undefined, 'cl_B7d4PD111AAA']

/** Null for everything that is not the token of a session there, for one that is too old, and when the time to move is over. */
export async function readFormerToken({ former, now }: Instance, token: string): Promise<FormerSession | null> {
  if (!former || now() >= former.service.until) return null
  const jws = readCompact(token)
  if (!jws || !isOfIssuer(jws, former.service.issuer)) return null
  const { alg, typ = 'JWT', kid, cat, crit } = jws.header
  if (alg !== 'RS256' || typ !== 'JWT' || crit !== undefined || !sessionCategories.includes(cat)) return null

  const { sid, sub, iat, exp, sts = 'active', act, fva } = jws.payload
  if (typeof sid !== 'string' || typeof sub !== 'string' || typeof iat !== 'number' || typeof exp !== 'number') return null
  if (sts !== 'active' || act !== undefined) return null // unfinished there, or somebody else in the user's name
  const ageSeconds = now() / 1000 - iat
  if (!(ageSeconds >= -mostSkewSeconds && ageSeconds <= former.service.maxAgeSeconds)) return null

  const key = await former.keys.find(kid)
  if (!key || !isSignedWith(jws, key, 'RS256')) return null
  const [first, second] = Array.isArray(fva) ? fva : []
  return {
    id: sid,
    userId: sub,
    firstFactorVerifiedAt: verifiedAt(iat, first) ?? iat * 1000,
    secondFactorVerifiedAt: verifiedAt(iat, second),
  }
}

/** Whether a text looks like a token of the former service; it proves nothing. */
export function seemsFormer({ former }: Instance, token: string): boolean {
  const jws = former && readCompact(token)
  return jws !== null && isOfIssuer(jws, former!.service.issuer)
}

const isOfIssuer = ({ payload }: CompactJws, issuer: string) => payload.iss === issuer

/** Whole minutes before the token; -1 for never. */
const verifiedAt = (iat: number, minutes: unknown): number | null =>
  typeof minutes === 'number' && minutes >= 0 ? (iat - minutes * 60) * 1000 : null
