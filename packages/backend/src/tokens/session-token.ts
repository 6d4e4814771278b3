/**
 * Verifies session tokens. A token that was verified once is remembered by its full text, signature included, so the next request with
 * it costs a look-up; time, audience and authorized parties are checked anew each time.
 */
import { TokenVerificationError } from '../errors.js'
import { type ClaimRules, checkClaims } from './check-claims.js'
import type { KeySource } from './keys.js'
import { type Jwt, type JwtPayload, parseJwt } from './parse-jwt.js'
import { verifySignature } from './verify-signature.js'

export interface SessionTokenRules extends ClaimRules {
  /** `https://<host of the publishable key>`; a token of another issuer is refused. */
  issuer?: string | undefined
}

/** The claims of a verified token. A promise only when a key must be fetched first. */
export type Verified = JwtPayload | Promise<JwtPayload>

export interface SessionTokenVerifier {
  /** @throws TokenVerificationError, at once or by rejection */
  verify(token: string, rules: SessionTokenRules, now?: number): Verified
  /** The claims of a handshake token, which is signed by the same keys and carries cookies instead of a session. */
  verifyHandshake(token: string): Promise<JwtPayload>
}

const sessionCategory = 'cl_B7d4PD111AAA'
const maxRemembered = 10_000 // about 15 MB of tokens and claims

/** One verifier for each key source: a token verified by one instance's key means nothing to another. */
export function createSessionTokenVerifier(keys: KeySource): SessionTokenVerifier {
  const remembered = new Map<string, JwtPayload>()

  const remember = (token: string, claims: JwtPayload) => {
    if (remembered.size >= maxRemembered) remembered.delete(remembered.keys().next().value as string) // the oldest; size says there is one
    remembered.set(token, claims)
  }

  return {
    verify(token, rules, now = Date.now()) {
      const known = remembered.get(token)
      if (known) return accept(known, rules, now)

      const jwt = parseJwt(token)
      refuseOtherFamilies(jwt)
      const key = keys.find(jwt.header.kid)
      const finish = (found: Awaited<typeof key>) => {
        verifySignature(jwt, found)
        const claims = accept(jwt.payload, rules, now)
        remember(token, claims)
        return claims
      }
      return key instanceof Promise ? key.then(finish) : finish(key)
    },

    async verifyHandshake(token) {
      const jwt = parseJwt(token)
      verifySignature(jwt, await keys.find(jwt.header.kid))
      return jwt.payload
    },
  }
}

/** Template, machine and OAuth tokens are signed by the same keys and are no sessions. */
function refuseOtherFamilies({ header, payload }: Jwt): void {
  if (header.typ !== undefined && header.typ !== 'JWT')
    throw new TokenVerificationError('token-invalid', `A token of type ${String(header.typ)} is not a session token.`)
  if (header.cat !== undefined && header.cat !== sessionCategory)
    throw new TokenVerificationError('token-invalid', 'This token is of another kind than a session token.')
  if (typeof payload.sid !== 'string')
    throw new TokenVerificationError('token-verification-failed', 'The token names no session.')
}

function accept(claims: JwtPayload, rules: SessionTokenRules, now: number): JwtPayload {
  if (rules.issuer !== undefined && claims.iss !== rules.issuer)
    throw new TokenVerificationError(
      'token-verification-failed',
      `The token was issued by ${JSON.stringify(claims.iss)}, not by this instance.`,
    )
  checkClaims(claims, rules, now)
  return claims
}
