import { isKnownAlgorithm, isSignedWith } from '@frontdesk/contract/jwt'
import { TokenVerificationError } from '../errors.js'
import type { Jwt, JwtHeader } from './parse-jwt.js'
import type { VerificationKey } from './verification-keys.js'

const usualTypes: readonly unknown[] = [undefined, 'JWT']

/** Header members that bring a key, or that require extensions (RFC 7515, section 4.1.11; RFC 7797). */
const foreignMembers = ['jwk', 'jku', 'x5u', 'x5c', 'crit', 'b64']

/**
 * Checks type, algorithm and signature. The key is ours, found by its id; a key, URL or algorithm in the token is never used (RFC 8725).
 * `types` are the accepted values of `typ`.
 * @throws TokenVerificationError `token-invalid`, `token-invalid-algorithm`, `token-verification-failed`, `token-invalid-signature`
 */
export function verifySignature(jwt: Jwt, key: VerificationKey, types: readonly unknown[] = usualTypes): void {
  const { header } = jwt
  assertType(header, types)
  if (!isKnownAlgorithm(header.alg))
    throw new TokenVerificationError(
      'token-invalid-algorithm',
      `The algorithm ${JSON.stringify(header.alg)} is not one of RS256, RS384, RS512.`,
    )
  // RFC 8725, section 3.1: each key has one algorithm, even if it would work with others.
  if (header.alg !== key.algorithm)
    throw new TokenVerificationError(
      'token-verification-failed',
      `The token says ${header.alg}; its key is for ${key.algorithm}.`,
    )
  if (!isSignedWith(jwt, key.publicKey, key.algorithm))
    throw new TokenVerificationError('token-invalid-signature', 'The signature does not belong to this token and key.')

  const foreign = foreignMembers.find((member) => member in header)
  if (foreign)
    throw new TokenVerificationError('token-invalid', `The token's header has \`${foreign}\`, which no token of ours has.`)
}

export const isOfUsualType = ({ typ }: JwtHeader): boolean => usualTypes.includes(typ)

/** The types that `headerType` accepts; undefined means the usual ones. */
export const allowedTypes = (headerType: string | string[] | undefined): readonly unknown[] | undefined =>
  headerType === undefined ? undefined : [headerType].flat()

/** @throws TokenVerificationError `token-invalid` */
export function assertType({ typ }: JwtHeader, types: readonly unknown[] = usualTypes): void {
  if (!types.includes(typ))
    throw new TokenVerificationError('token-invalid', `A token of type ${JSON.stringify(typ)} is not expected here.`)
}
