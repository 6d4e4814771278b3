/** A token as apps know it: its header and claims have names, and one that can't be read is refused as they expect. */
import { type CompactJws, MalformedToken, parseCompactJws } from '@frontdesk/contract/jwt'
import { TokenVerificationError } from '../errors.js'

export interface JwtHeader {
  alg: string
  kid?: string
  typ?: string
  [member: string]: unknown
}

export interface JwtPayload {
  iss?: string
  sub?: string
  sid?: string
  azp?: string
  aud?: string | string[]
  iat?: number
  nbf?: number
  exp?: number
  [claim: string]: unknown
}

export interface Jwt extends CompactJws {
  header: JwtHeader
  payload: JwtPayload
}

/** Header and claims before the signature is checked. */
export type Unverified = Pick<Jwt, 'header' | 'payload'>

/** @throws TokenVerificationError `token-invalid` */
export function parseJwt(token: string): Jwt {
  try {
    return parseCompactJws(token) as Jwt // `alg` is compared with the allowed ones before anything else is read
  } catch (error) {
    throw error instanceof MalformedToken ? new TokenVerificationError('token-invalid', error.message) : error
  }
}
