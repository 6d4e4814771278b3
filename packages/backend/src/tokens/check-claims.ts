import { TokenVerificationError } from '../errors.js'
import type { JwtPayload } from './parse-jwt.js'

export interface ClaimRules {
  /** Accepted audiences; tokens without `aud` pass, as session tokens have none unless the app adds it. */
  audience?: string | string[] | undefined
  /** Accepted origins of the page that asked for the token; empty accepts any. */
  authorizedParties?: string[] | undefined
  /** How far clocks may differ, in milliseconds; 5,000 by default. */
  clockSkewInMs?: number | undefined
}

const defaultClockSkewMs = 5_000

/** Everything about the claims that depends on the time or on options, and so is checked on each use of a token. */
export function checkClaims(claims: JwtPayload, { audience, authorizedParties, clockSkewInMs }: ClaimRules, now: number): void {
  const skew = typeof clockSkewInMs === 'number' && Number.isFinite(clockSkewInMs) ? clockSkewInMs : defaultClockSkewMs
  const { sub, aud, azp, exp, nbf, iat } = claims
  if (typeof sub !== 'string' || sub === '') throw fault('token-verification-failed', 'The token names no subject.')

  const audiences = [audience ?? []].flat().filter(Boolean)
  if (audiences.length > 0 && aud !== undefined && !audiences.some((accepted) => [aud].flat().includes(accepted)))
    throw fault('token-invalid-audience', `The token is for ${JSON.stringify(aud)}, not for ${JSON.stringify(audience)}.`)
  if (azp && authorizedParties && authorizedParties.length > 0 && !authorizedParties.includes(azp))
    throw fault(
      'token-invalid-authorized-parties',
      `The token was made for ${JSON.stringify(azp)}, which is not in authorizedParties.`,
    )

  if (typeof exp !== 'number') throw fault('token-verification-failed', 'The token has no time of expiry.')
  if (exp * 1000 <= now - skew) throw fault('token-expired', `The token expired ${seconds(now - exp * 1000)} ago.`)
  if (nbf !== undefined && !(typeof nbf === 'number' && nbf * 1000 <= now + skew))
    throw fault('token-not-active-yet', `The token is valid from a later time on; is the clock of this machine behind?`)
  if (iat !== undefined && !(typeof iat === 'number' && iat * 1000 <= now + skew))
    throw fault('token-iat-in-the-future', `The token was issued in the future; is the clock of this machine behind?`)
}

const fault = (reason: ConstructorParameters<typeof TokenVerificationError>[0], message: string) =>
  new TokenVerificationError(reason, message)
const seconds = (ms: number) => `${Math.round(ms / 1000)} seconds`
