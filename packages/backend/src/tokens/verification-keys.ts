/** Public keys that verify tokens: one given as PEM, or the instance's published key set, cached. */
import { createPublicKey, type KeyObject } from 'node:crypto'
import { isClerkAPIResponseError, TokenVerificationError } from '../errors.js'

/** A public key and its only algorithm, which a token's header can't choose (RFC 8725, section 3.1). */
export interface VerificationKey {
  publicKey: KeyObject
  algorithm: string
}

export interface KeySource {
  /** Finds a key by its id; returns a promise only if the key must be fetched. @throws TokenVerificationError */
  find(kid: string | undefined): VerificationKey | Promise<VerificationKey>
}

/** A public key as RFC 7517 spells it. Node's own type for it is in another module of each release of `@types/node`. */
export interface Jwk {
  kty?: string
  kid?: string
  alg?: string
  use?: string
  key_ops?: string[]
  n?: string
  e?: string
}

const defaultAlgorithm = 'RS256' // for keys without `alg`; PEM never has one

/** A PEM public key, with or without its header lines, as environment files may contain it. Parsed on first use. */
export function keyFromPem(pem: string): KeySource {
  let key: VerificationKey | undefined
  return {
    find() {
      key ??= { publicKey: publicKeyFromPem(pem), algorithm: defaultAlgorithm }
      return key
    },
  }
}

/** @throws TokenVerificationError `jwk-local-invalid` if it is not a public RSA key */
export function publicKeyFromPem(pem: string): KeyObject {
  const body = pem.replaceAll('\\n', '\n').replace(/-----(?:BEGIN|END) PUBLIC KEY-----|\s/g, '')
  try {
    const publicKey = createPublicKey({ key: Buffer.from(body, 'base64'), format: 'der', type: 'spki' })
    if (publicKey.asymmetricKeyType === 'rsa') return publicKey
  } catch {
    // reported below, as keys of another type
  }
  throw new TokenVerificationError(
    'jwk-local-invalid',
    'CLERK_JWT_KEY (jwtKey) is not a public RSA key in PEM: it begins with -----BEGIN PUBLIC KEY-----, and `npx frontdesk keys` prints it.',
  )
}

/** @throws TokenVerificationError `jwk-local-invalid` if the key is not for RSA signatures */
export function keyFromJwk(jwk: Jwk): KeySource {
  const key = verificationKey(jwk)
  if (!key) throw new TokenVerificationError('jwk-local-invalid', 'The JSON web key is not a public RSA key for signatures.')
  return { find: () => key }
}

/** Returns null for keys of other types or uses (RFC 7517, sections 4.2 and 4.3): an encryption key must not verify signatures. */
function verificationKey(jwk: Jwk): VerificationKey | null {
  const { kty, use = 'sig', key_ops = ['verify'], alg = defaultAlgorithm } = jwk
  if (kty !== 'RSA' || use !== 'sig' || !key_ops.includes('verify')) return null
  try {
    return { publicKey: createPublicKey({ key: { ...jwk }, format: 'jwk' }), algorithm: alg }
  } catch {
    return null
  }
}

const cachedForMs = 5 * 60_000
const refetchPauseMs = 30_000
const retryPauseMs = 1_000

/**
 * The published key set, fetched on first use and cached for five minutes. An unknown key id fetches it again, at most every 30 seconds, so
 * that made-up ids can't cause load. While the server can't be reached, known keys keep working and unknown ones are refused; if no key is
 * known, it tries again after one second.
 */
export function publishedKeys(fetchKeys: () => Promise<Jwk[]>, now: () => number = () => performance.now()): KeySource {
  let keys = new Map<string, VerificationKey>()
  let fetchedAt = Number.NEGATIVE_INFINITY
  let failure: Error | null = null
  let fetching: Promise<void> | null = null

  /** Returns the same object for an unchanged key, because the cache of verified tokens compares key objects. */
  const keyOf = (jwk: Jwk): Array<[string, VerificationKey]> => {
    const key = verificationKey(jwk)
    if (!key) return []
    const known = keys.get(jwk.kid ?? '')
    const isSame = known?.algorithm === key.algorithm && known.publicKey.equals(key.publicKey)
    return [[jwk.kid ?? '', isSame ? known : key]]
  }

  const refresh = () => {
    fetching ??= fetchKeys()
      .then(
        (fetched) => {
          keys = new Map(fetched.flatMap(keyOf))
          failure = null
        },
        (error: Error) => {
          failure = error
        },
      )
      .finally(() => {
        fetchedAt = now() // also after a failure, so that the next attempt waits
        fetching = null
      })
    return fetching
  }

  const reasonAgainst = (kid: string) => {
    if (keys.size > 0) return mismatch(kid)
    return failure ? unfetched(failure) : noKeys()
  }

  return {
    find(kid = '') {
      const known = keys.get(kid)
      const age = now() - fetchedAt
      if (known && age < cachedForMs) return known
      const pauseMs = failure && keys.size === 0 ? retryPauseMs : refetchPauseMs
      if (!known && age < pauseMs) throw reasonAgainst(kid)
      return refresh().then(() => {
        if (failure && !known) throw unfetched(failure)
        return keys.get(kid) ?? Promise.reject(reasonAgainst(kid))
      })
    },
  }
}

/** The published key set, fetched for each token. Slow; for apps that must refuse a withdrawn key at once. */
export function uncachedKeys(fetchKeys: () => Promise<Jwk[]>): KeySource {
  return { find: async (kid) => publishedKeys(fetchKeys).find(kid) }
}

const noKeys = () =>
  new TokenVerificationError('jwk-remote-failed-to-load', 'The published set has no public RSA key for signatures.')

const unfetched = (error: Error) =>
  isClerkAPIResponseError(error) && error.errors[0]?.code === 'clerk_key_invalid'
    ? new TokenVerificationError('secret-key-invalid', `The keys could not be fetched: ${error.message}`)
    : new TokenVerificationError('jwk-remote-failed-to-load', `The keys could not be fetched: ${error.message}`)

const mismatch = (kid: string) =>
  new TokenVerificationError(
    'jwk-kid-mismatch',
    `No published key has the id ${JSON.stringify(kid)}: the token comes from another instance.`,
  )
