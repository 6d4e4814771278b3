import { type KeyObject, verify } from 'node:crypto'
import { TokenVerificationError } from '../errors.js'
import type { Jwt } from './parse-jwt.js'

const hashes: Record<string, string> = { RS256: 'RSA-SHA256', RS384: 'RSA-SHA384', RS512: 'RSA-SHA512' }

/**
 * Checks algorithm and signature. The key is ours, found by its id; a key, URL or algorithm that the token itself brings is never used.
 * @throws TokenVerificationError `token-invalid-algorithm`, `token-invalid`, `token-invalid-signature`
 */
export function verifySignature({ header, signature, signedContent }: Jwt, key: KeyObject): void {
  const hash = Object.hasOwn(hashes, header.alg) ? hashes[header.alg]! : null
  if (!hash)
    throw new TokenVerificationError(
      'token-invalid-algorithm',
      `The algorithm ${String(header.alg)} is not one of RS256, RS384, RS512.`,
    )
  // RFC 7515, 4.1.11: an extension that must be understood and isn't makes the token invalid.
  if ('crit' in header)
    throw new TokenVerificationError('token-invalid', 'The token needs an extension (`crit`) that is not supported.')
  if (key.asymmetricKeyType !== 'rsa' || !verify(hash, Buffer.from(signedContent), key, signature))
    throw new TokenVerificationError('token-invalid-signature', 'The signature does not belong to this token and key.')
}
