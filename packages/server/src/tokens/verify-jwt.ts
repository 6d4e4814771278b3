/**
 * Reads tokens that this server signed. Algorithm, key and issuer come from our own key record; the token's header only names a key,
 * and a token that says anything unexpected about itself is refused.
 */
import { verify } from 'node:crypto'
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
  if (claims?.iss !== instance.keys.issuer) return null
  const { sid, sub, iat, exp } = claims
  if (typeof sid !== 'string' || typeof sub !== 'string') return null
  if (typeof iat !== 'number' || typeof exp !== 'number') return null
  return { sid, sub, iat, exp }
}

async function readSigned(instance: Instance, token: string): Promise<Record<string, unknown> | null> {
  const [header, payload, signature, ...rest] = token.split('.')
  if (!header || !payload || !signature || rest.length > 0) return null
  const names = readPart(header)
  if (names?.alg !== 'RS256' || names.typ !== 'JWT' || 'cat' in names || 'crit' in names) return null

  const key = await instance.keyRing.verificationKey(names.kid)
  const bytes = decode(signature)
  if (!key || !bytes || !verify('RSA-SHA256', Buffer.from(`${header}.${payload}`), key, bytes)) return null
  return readPart(payload)
}

function readPart(part: string): Record<string, unknown> | null {
  const bytes = decode(part)
  if (!bytes) return null
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'))
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null
  } catch {
    return null
  }
}

/** Only canonical base64url (RFC 4648 §3.5): otherwise one token would have many spellings. */
function decode(part: string): Buffer | null {
  const bytes = Buffer.from(part, 'base64url')
  return bytes.toString('base64url') === part ? bytes : null
}
