/**
 * Machine-to-machine tokens and OAuth access tokens that are JWTs. They are verified with the instance's keys, without calling the API, so
 * they can't be revoked before they expire.
 */
import { MachineTokenVerificationError, TokenVerificationError } from '../errors.js'
import { type ClaimRules, checkClaims } from './check-claims.js'
import { type JwtPayload, parseJwt } from './parse-jwt.js'
import { categories, isMachine, oauthTypes } from './token-type.js'
import type { KeySource } from './verification-keys.js'
import { verifySignature } from './verify-signature.js'

/** The rules for a machine's token. `authorizedParties` does not apply, because its `azp` is not a page. */
export type MachineRules = Pick<ClaimRules, 'audience' | 'clockSkewInMs' | 'issuer'>

/** Verifies a machine's token and returns its claims. @throws TokenVerificationError; MachineTokenVerificationError if the token is of another type */
export async function verifyM2MJwt(token: string, keys: KeySource, rules: MachineRules, now = Date.now()): Promise<JwtPayload> {
  const jwt = parseJwt(token)
  if (!isMachine(jwt.payload.sub)) throw fault('The token names no machine.')
  if (jwt.header.cat !== undefined && jwt.header.cat !== categories.m2m)
    throw new MachineTokenVerificationError('token-invalid', "A token of this category is no machine's.")
  verifySignature(jwt, await keys.find(jwt.header.kid))
  checkClaims(jwt.payload, rules, now)
  return jwt.payload
}

const otherCategories: readonly unknown[] = Object.values(categories)

/**
 * Verifies an OAuth access token (RFC 9068) and returns its claims. If an audience is configured, tokens without `aud` are refused.
 * @throws TokenVerificationError; MachineTokenVerificationError if the token is of another type
 */
export async function verifyOAuthJwt(token: string, keys: KeySource, rules: MachineRules, now = Date.now()): Promise<JwtPayload> {
  const jwt = parseJwt(token)
  if (isMachine(jwt.payload.sub) || otherCategories.includes(jwt.header.cat))
    throw new MachineTokenVerificationError('token-invalid', 'This token is of another kind than an OAuth access token.')
  verifySignature(jwt, await keys.find(jwt.header.kid), oauthTypes)
  const { audience, ...others } = rules
  checkClaims(jwt.payload, others, now)
  checkOAuthAudience(jwt.payload.aud, audience)
  return jwt.payload
}

/** @throws TokenVerificationError `token-verification-failed` if the token's audience is absent, malformed or another one */
export function checkOAuthAudience(aud: unknown, audience: MachineRules['audience']): void {
  const expected = [audience].flat().filter(Boolean)
  if (expected.length === 0) return
  const audiences: unknown[] = [aud].flat()
  const isWellFormed = audiences.length > 0 && audiences.every((one) => typeof one === 'string' && one !== '')
  if (!isWellFormed || !audiences.some((one) => expected.includes(one as string)))
    // every one is a string
    throw fault(`The token is for ${JSON.stringify(aud) ?? 'nobody'}, not for ${JSON.stringify(expected)}.`)
}

const fault = (message: string) => new TokenVerificationError('token-verification-failed', message)
