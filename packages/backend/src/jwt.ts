/** Tokens without a server: decoding, and verification with a key in hand. */
import { TokenVerificationError } from './errors.js'
import { type ClaimRules, checkClaims } from './tokens/check-claims.js'
import { type Jwk, keyFromJwk, keyFromPem } from './tokens/keys.js'
import { type Jwt, type JwtPayload, parseJwt } from './tokens/parse-jwt.js'
import { verifySignature } from './tokens/verify-signature.js'

export type { Jwt, JwtPayload }

/** Header, claims and signature of a token, unverified. @throws TokenVerificationError for what is no JWT */
export const decodeJwt = (token: string): Jwt => parseJwt(token)

/**
 * The claims of a token that a public key (PEM or JSON web key) signed, with times and audience checked.
 * @throws TokenVerificationError with the reason
 */
export async function verifyJwt(token: string, { key, ...rules }: ClaimRules & { key: string | Jwk }): Promise<JwtPayload> {
  const jwt = parseJwt(token)
  const found = (typeof key === 'string' ? keyFromPem(key) : keyFromJwk(key)).find(jwt.header.kid)
  verifySignature(jwt, await found)
  checkClaims(jwt.payload, rules, Date.now())
  return jwt.payload
}

export { TokenVerificationError }
