/** The keys that tokens are verified with: one given as PEM, or the instance's published set, cached. */
import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto'
import { isClerkAPIResponseError, TokenVerificationError } from '../errors.js'

/** A public key with the one algorithm it is for: a token's header has no choice. */
export interface VerificationKey {
  publicKey: KeyObject
  algorithm: string
}

export interface KeySource {
  /** The key of that id, at once if it is known; a promise when it must be asked for. @throws TokenVerificationError */
  find(kid: string | undefined): VerificationKey | Promise<VerificationKey>
}

export type Jwk = JsonWebKey & { kid?: string; alg?: string; use?: string; key_ops?: string[] }

const defaultAlgorithm = 'RS256' // of keys that name none, as PEM never does

/** A PEM public key, with or without its header lines (as environment files may hold it), read with the first token that needs it. */
export function keyFromPem(pem: string): KeySource {
  let key: VerificationKey | undefined
  return {
    find() {
      key ??= { publicKey: publicKeyFromPem(pem), algorithm: defaultAlgorithm }
      return key
    },
  }
}

/** @throws TokenVerificationError `jwk-local-invalid` for what is no public RSA key */
export function publicKeyFromPem(pem: string): KeyObject {
  const body = pem.replaceAll('\\n', '\n').replace(/-----(?:BEGIN|END) PUBLIC KEY-----|\s/g, '')
  try {
    const publicKey = createPublicKey({ key: Buffer.from(body, 'base64'), format: 'der', type: 'spki' })
    if (publicKey.asymmetricKeyType === 'rsa') return publicKey
  } catch {
    // a key of another kind is told below, too
  }
  throw new TokenVerificationError(
    'jwk-local-invalid',
    'CLERK_JWT_KEY (jwtKey) is not a public RSA key in PEM: it begins with -----BEGIN PUBLIC KEY-----, and `npx frontdesk keys` prints it.',
  )
}

/** @throws TokenVerificationError `jwk-local-invalid` for a key that is not for RSA signatures */
export function keyFromJwk(jwk: Jwk): KeySource {
  const key = verificationKey(jwk)
  if (!key) throw new TokenVerificationError('jwk-local-invalid', 'The JSON web key is not a public RSA key for signatures.')
  return { find: () => key }
}

/** Null for keys of other kinds and for other uses (RFC 7517, 4.2 and 4.3): one that encrypts must not vouch for anybody. */
function verificationKey(jwk: Jwk): VerificationKey | null {
  const { kty, use = 'sig', key_ops = ['verify'], alg = defaultAlgorithm } = jwk
  if (kty !== 'RSA' || use !== 'sig' || !key_ops.includes('verify')) return null
  try {
    return { publicKey: createPublicKey({ key: jwk, format: 'jwk' }), algorithm: alg }
  } catch {
    return null
  }
}

const cachedForMs = 5 * 60_000
const refetchPauseMs = 30_000
const retryPauseMs = 1_000

/**
 * The published set, fetched when first needed and cached for five minutes. An unknown key id fetches it again, at most every 30 s, so
 * made-up ids can't be turned into load. While the server can't be reached the known keys go on working; an unknown one never does, and
 * where none is known the next try is a second away.
 */
export function publishedKeys(fetchKeys: () => Promise<Jwk[]>, now: () => number = () => performance.now()): KeySource {
  let keys = new Map<string, VerificationKey>()
  let fetchedAt = Number.NEGATIVE_INFINITY
  let failure: Error | null = null
  let fetching: Promise<void> | null = null

  /** The same object while the key is the same: tokens are remembered with the key that verified them. */
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
        fetchedAt = now() // a failure counts too: the next try waits
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

/** The published set, asked for again with each token: slow, and for apps that want a withdrawn key to be gone at once. */
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
