/** JWTs without a server: decoding, signing, and verification with a given key. */
import { createPrivateKey, type KeyObject, sign } from 'node:crypto'
import { SignJWTError, TokenVerificationError } from './errors.js'
import { assertRules, checkClaims, type TokenRules } from './tokens/check-claims.js'
import type { JwtPayload } from './tokens/claims.js'
import { parseJwt } from './tokens/parse-jwt.js'
import { type Jwk, type KeySource, keyFromJwk, keyFromPem } from './tokens/verification-keys.js'
import { allowedTypes, verifySignature } from './tokens/verify-signature.js'

export type { JwtPayload }

export interface JwtHeader {
  alg: string
  kid: string
  typ?: string
  [member: string]: unknown
}

export interface Jwt {
  header: JwtHeader
  payload: JwtPayload
  signature: Uint8Array
  raw: { header: string; payload: string; signature: string; text: string }
}

/** A JSON Web Key (RFC 7517), in a type that fits any library's. */
export interface JsonWebKey {
  kty?: string
  alg?: string
  n?: string
  e?: string
  d?: string
}

export type VerifyJwtOptions = TokenRules & {
  /** The public key: PEM, or a JSON Web Key. */
  key: JsonWebKey | string
}

export interface SignJwtOptions {
  /** RS256, RS384 or RS512. */
  algorithm?: string
  /** The header's members besides `alg`; `{ typ: 'JWT' }` by default. */
  header?: Record<string, unknown>
}

/** Decodes a token without verifying it. @throws TokenVerificationError if it is not a JWT */
export const decodeJwt = (token: string): Jwt => parseJwt(token) as Jwt // not verified: the type says what a token of the instance has

/**
 * Verifies a token with a public key, checks times, audience, authorized parties and issuer, and returns its claims.
 * @throws TokenVerificationError with the reason
 */
export async function verifyJwt(token: string, { key, ...rules }: VerifyJwtOptions): Promise<JwtPayload> {
  assertRules(rules)
  const jwt = parseJwt(token)
  verifySignature(jwt, await keySource(key).find(jwt.header.kid), allowedTypes(rules.headerType))
  checkClaims(jwt.payload, rules, Date.now())
  return jwt.payload as JwtPayload // signed by the instance
}

/**
 * Whether the key signed a decoded token. Does not check its claims.
 * @throws TokenVerificationError if the key is invalid, or made for another algorithm
 */
export async function hasValidSignature({ raw }: Jwt, key: JsonWebKey | string): Promise<boolean> {
  const jwt = parseJwt(raw.text) // the signature covers the text; the decoded object may have been changed
  try {
    verifySignature(jwt, await keySource(key).find(jwt.header.kid), [jwt.header.typ])
    return true
  } catch (error) {
    if (error instanceof TokenVerificationError && error.reason === 'token-invalid-signature') return false
    throw error
  }
}

const hashes: Record<string, string> = { RS256: 'RSA-SHA256', RS384: 'RSA-SHA384', RS512: 'RSA-SHA512' }

/**
 * Signs claims with a private RSA key, PEM (PKCS #8) or a JSON Web Key, and sets `iat` to now.
 * @throws SignJWTError if the algorithm or the key can't sign
 */
export async function signJwt(
  payload: Record<string, unknown>,
  key: string | JsonWebKey,
  { algorithm = '', header = { typ: 'JWT' } }: SignJwtOptions,
): Promise<string> {
  const hash = Object.hasOwn(hashes, algorithm) ? hashes[algorithm] : undefined
  if (!hash) throw new SignJWTError(`signJwt() needs an algorithm among ${Object.keys(hashes).join(', ')}.`)
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const issuedAt = Math.floor(Date.now() / 1000)
  const content = `${part({ ...header, alg: algorithm })}.${part({ ...payload, iat: issuedAt })}`
  return `${content}.${sign(hash, Buffer.from(content), privateKey(key)).toString('base64url')}`
}

function privateKey(key: string | JsonWebKey): KeyObject {
  try {
    const made = typeof key === 'string' ? createPrivateKey(key) : createPrivateKey({ key: { ...key }, format: 'jwk' })
    if (made.asymmetricKeyType === 'rsa') return made
  } catch {
    // reported below, without any part of the key
  }
  throw new SignJWTError('signJwt() needs a private RSA key.')
}

const keySource = (key: JsonWebKey | string): KeySource => (typeof key === 'string' ? keyFromPem(key) : keyFromJwk(key as Jwk)) // keyFromJwk() checks its members
