import { type TokenFault, TokenVerificationError } from '../errors.js'
import type { JwtPayload } from './parse-jwt.js'

export interface ClaimRules {
  /** Accepted audiences. Tokens without `aud` pass, because session tokens have none unless the app adds it. */
  audience?: string | string[] | undefined
  /** Accepted origins of the page that requested the token (`azp`). An empty list accepts any; otherwise tokens without `azp` are refused. */
  authorizedParties?: string[] | undefined
  /** Accepted issuers; for requests `https://<host of the publishable key>` by default. */
  issuer?: string | string[] | undefined
  /** How far clocks may differ, in milliseconds; 5,000 by default. */
  clockSkewInMs?: number | undefined
}

export interface TokenRules extends ClaimRules {
  /** Accepted values of the header's `typ`; `JWT` or none by default. */
  headerType?: string | string[] | undefined
}

const defaultClockSkewMs = 5_000

/** @throws TypeError if a rule is neither a string nor a list of strings, because `includes()` of a string would match parts of it */
export function assertRules({ audience, authorizedParties, issuer, headerType }: TokenRules): void {
  if (authorizedParties && !(Array.isArray(authorizedParties) && authorizedParties.every(isText)))
    throw new TypeError(
      `authorizedParties must be a list of origins such as ['https://app.example.com'], ${given(authorizedParties)}.`,
    )
  for (const [name, rule] of Object.entries({ audience, issuer, headerType }))
    if (rule && !(isText(rule) || (Array.isArray(rule) && rule.every(isText))))
      throw new TypeError(`${name} must be a text or a list of texts, ${given(rule)}.`)
}

const isText = (value: unknown) => typeof value === 'string' && value !== ''
const given = (value: unknown) => `not ${JSON.stringify(value)}`

/**
 * Checks the claims that depend on the time or on options, and therefore on each use of a token (RFC 7519, section 4.1).
 * @throws TokenVerificationError with the first reason, in the order of Clerk's SDKs
 */
export function checkClaims(claims: JwtPayload, rules: ClaimRules, now: number): void {
  const { sub, aud, azp, iss, exp, nbf, iat } = claims
  const { authorizedParties, clockSkewInMs } = rules
  const skew = typeof clockSkewInMs === 'number' && Number.isFinite(clockSkewInMs) ? clockSkewInMs : defaultClockSkewMs

  if (typeof sub !== 'string' || sub === '') throw fault('token-verification-failed', 'The token names no subject.')

  if (rules.audience && aud !== undefined) {
    const audiences = listed(rules.audience)
    if (audiences.length > 0 && !listed(aud).some((one) => audiences.includes(one)))
      throw fault('token-verification-failed', `The token is for ${shown(aud)}, not for ${shown(audiences)}.`)
  }
  // An absent `azp` must not pass, or leaving it out would circumvent the list.
  if (authorizedParties && authorizedParties.length > 0 && (!azp || !authorizedParties.includes(azp)))
    throw fault('token-invalid-authorized-parties', `The token was made for ${shown(azp)}, which is not in authorizedParties.`)
  if (rules.issuer && iss !== rules.issuer) {
    const issuers = listed(rules.issuer)
    if (issuers.length > 0 && !(typeof iss === 'string' && issuers.includes(iss)))
      throw fault('token-invalid-issuer', `The token was issued by ${shown(iss)}, not by ${shown(issuers)}.`)
  }

  if (!Number.isFinite(exp)) throw noTime('exp') // 1e999 is JSON, and would never expire
  if (nbf !== undefined && !Number.isFinite(nbf)) throw noTime('nbf')
  if (iat !== undefined && !Number.isFinite(iat)) throw noTime('iat')
  // Times are truncated to whole seconds, as in Clerk's SDKs.
  const expires = Math.trunc(exp!) * 1000
  const begins = Math.trunc(nbf ?? 0) * 1000
  const issued = Math.trunc(iat ?? 0) * 1000
  if (expires <= now - skew) throw fault('token-expired', `The token expired ${seconds(now - expires)} ago.`)
  if (begins > now + skew)
    throw fault('token-not-active-yet', `The token is valid in ${seconds(begins - now)}; is the clock of this machine behind?`)
  if (issued > now + skew)
    throw fault(
      'token-iat-in-the-future',
      `The token was issued ${seconds(issued - now)} ahead; is the clock of this machine behind?`,
    )
}

const fault = (reason: TokenFault, message: string) => new TokenVerificationError(reason, message)
const noTime = (name: string) => fault('token-verification-failed', `The token's ${name} is no time.`)
const listed = (value: string | string[] | undefined) => (Array.isArray(value) ? value : [value]).filter(Boolean)
const shown = (value: unknown) => JSON.stringify(value) ?? 'nobody'
const seconds = (ms: number) => `${Math.round(ms / 1000)} seconds`
