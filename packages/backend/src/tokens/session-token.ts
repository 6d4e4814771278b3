/**
 * Verifies session tokens. Caches verified tokens by their full text, signature included, so that the next request with the same token only
 * costs a look-up. Time, audience, authorized parties and the key are still checked each time.
 */
import { TokenVerificationError } from '../errors.js'
import { checkClaims, type TokenRules } from './check-claims.js'
import { type Jwt, type JwtPayload, parseJwt, type Unverified } from './parse-jwt.js'
import { categories, isMachine, oauthTypes } from './token-type.js'
import type { KeySource, VerificationKey } from './verification-keys.js'
import { allowedTypes, assertType, isOfUsualType, verifySignature } from './verify-signature.js'

/** The claims of a verified token, which all requests with it share: an app gets a copy. A promise only when a key must be fetched first. */
export type Verified = SharedClaims | Promise<SharedClaims>
export type SharedClaims = Readonly<JwtPayload>

export interface SessionTokenVerifier {
  /** @throws TokenVerificationError, synchronously or by rejection */
  verify(token: string, rules: TokenRules, now?: number): Verified
  /** Verifies a handshake token, which is signed with the same keys and contains cookies instead of a session. */
  verifyHandshake(token: string, now?: number): Promise<JwtPayload>
  /** Reads header and claims without verifying them, to choose what to do; never trust them. Returns null if it is not a token. */
  peek(token: string | undefined): Unverified | null
}

interface Remembered extends Unverified {
  token: string
  key: VerificationKey
}

/** The last token that was read, since a request reads the same token several times, from several cookies. */
interface Latest {
  token: string
  read: Jwt | Remembered
}

const maxOfGeneration = 5_000 // two generations are kept
const maxRememberedLength = 4_096 // with the limit above: about 30 MB of usual tokens, 100 MB of the longest

/** The key of the cache; the whole token is compared afterwards. Hashing a whole token would take longer than everything else. */
const tailOf = (token: string) => token.slice(-32)

/** Create one verifier for each key source, because its cache holds tokens that these keys verified. */
export function createSessionTokenVerifier(keys: KeySource): SessionTokenVerifier {
  // Two generations, because dropping a whole map is cheap, while finding a map's oldest entry slows down as entries are deleted.
  let young = new Map<string, Remembered>()
  let old = new Map<string, Remembered>()
  let latest: Latest | null = null

  /** @throws TokenVerificationError `token-invalid` */
  function read(token: string): Jwt | Remembered {
    if (latest?.token !== token) latest = { token, read: recall(token) ?? parseJwt(token) }
    return latest.read
  }

  function recall(token: string): Remembered | null {
    const tail = tailOf(token)
    const known = young.get(tail) ?? old.get(tail)
    return known?.token === token ? known : null
  }

  function remember(token: string, { header, payload }: Unverified, key: VerificationKey): void {
    latest = null
    if (token.length > maxRememberedLength) return
    if (young.size >= maxOfGeneration) {
      old = young
      young = new Map()
    }
    const copy = Buffer.from(token, 'latin1').toString('latin1') // copies: a slice would keep the whole Cookie header in memory
    young.set(tailOf(copy), { token: copy, header, payload, key })
  }

  function forget(token: string): void {
    latest = null
    young.delete(tailOf(token))
    old.delete(tailOf(token))
  }

  function accept(token: string, { payload }: Unverified, rules: TokenRules, now: number): SharedClaims {
    try {
      checkClaims(payload, rules, now)
    } catch (error) {
      if ((error as TokenVerificationError).reason === 'token-expired') forget(token) // checkClaims throws nothing else
      throw error
    }
    return payload
  }

  return {
    verify(token, rules, now = Date.now()) {
      const jwt = read(token)
      const known = 'key' in jwt ? jwt : null
      if (!known && isOtherFamily(jwt))
        throw new TokenVerificationError('token-type-mismatch', 'This token is of another kind than a session token.')

      const finish = (key: VerificationKey) => {
        // Cached tokens of a withdrawn key are no longer accepted.
        if (known?.key === key) {
          if (rules.headerType !== undefined) assertType(known.header, allowedTypes(rules.headerType))
          return accept(token, known, rules, now)
        }
        const fresh = 'signature' in jwt ? jwt : parseJwt(token)
        verifySignature(fresh, key, allowedTypes(rules.headerType))
        if (typeof fresh.payload.sid !== 'string' || fresh.payload.sid === '')
          throw new TokenVerificationError('token-verification-failed', 'The token names no session.')
        const claims = accept(token, fresh, rules, now)
        if (isOfUsualType(fresh.header)) remember(token, fresh, key) // not those that only `headerType` allows: other requests may not
        return claims
      }
      const key = keys.find(jwt.header.kid)
      return key instanceof Promise ? key.then(finish) : finish(key)
    },

    async verifyHandshake(token, now = Date.now()) {
      const jwt = parseJwt(token)
      if (isOtherFamily(jwt))
        // A template's token may contain a `handshake` claim, which would become cookies.
        throw new TokenVerificationError('token-invalid', 'This token is of another kind than a handshake.')
      verifySignature(jwt, await keys.find(jwt.header.kid))
      const { exp } = jwt.payload
      if (exp !== undefined && !(exp * 1000 > now - 5_000))
        throw new TokenVerificationError('token-expired', 'The handshake is over.')
      return jwt.payload
    },

    peek(token) {
      if (!token) return null
      try {
        return read(token)
      } catch {
        return null
      }
    },
  }
}

/** Copies the claims, so that an app that modifies them does not change the cache. */
export function copyOf<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(copyOf) as Value // of the same members
  const copy = { ...value }
  for (const name in copy) if (typeof copy[name] === 'object') copy[name] = copyOf(copy[name])
  return copy
}

/** Whether it is a template, machine or OAuth token. These are signed with the same keys, but are neither sessions nor handshakes. */
export function isOtherFamily({ header, payload }: Unverified): boolean {
  if (header.cat !== undefined && header.cat !== categories.session) return true
  return oauthTypes.includes(header.typ) || isMachine(payload.sub)
}
