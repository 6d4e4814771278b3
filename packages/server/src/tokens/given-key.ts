/** Signing with a key that somebody gave: a secret that is shared with the service that reads the tokens, or a private key. */
import { createHmac, createPrivateKey, createSecretKey, type KeyObject, sign } from 'node:crypto'
import { promisify } from 'node:util'
import type { SigningAlgorithm } from '@frontdesk/contract'
import type { Vault } from '../crypto/vault.js'
import { memoisedByText } from '../database/memoise.js'
import { type Claims, signedPart } from './sign-jwt.js'

interface Kind {
  /** What is wrong with a key, or null. */
  faultOf(key: string): string | null
  open(key: string): KeyObject
  sign(content: string, key: KeyObject): Promise<Buffer>
}

const signInThreadPool = promisify(sign)
const fewestSecretBytes = 32 // RFC 7518 §3.2 asks for the hash's size; services that want HS512 hand out shorter secrets, too
const fewestRsaBits = 2048 // RFC 7518 §3.3

const hmac = (hash: string): Kind => ({
  faultOf: (key) =>
    Buffer.byteLength(key) < fewestSecretBytes ? `must be a secret of at least ${fewestSecretBytes} characters` : null,
  open: (key) => createSecretKey(key, 'utf8'),
  sign: async (content, key) => createHmac(hash, key).update(content).digest(),
})

const privateKey = (what: string, fits: (key: KeyObject) => boolean, signature: Kind['sign']): Kind => ({
  faultOf(pem) {
    const key = readPem(pem)
    return key && fits(key) ? null : `must be ${what} as PEM, without a passphrase`
  },
  open: createPrivateKey,
  sign: signature,
})

const rsa = (hash: string): Kind =>
  privateKey(
    `an RSA private key of at least ${fewestRsaBits} bits`,
    (key) => key.asymmetricKeyType === 'rsa' && key.asymmetricKeyDetails!.modulusLength! >= fewestRsaBits,
    (content, key) => signInThreadPool(hash, Buffer.from(content), key),
  )

const ecdsa = (hash: string, curve: string, name: string): Kind =>
  privateKey(
    `a private key on the curve ${name}`,
    (key) => key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails!.namedCurve === curve,
    (content, key) => signInThreadPool(hash, Buffer.from(content), { key, dsaEncoding: 'ieee-p1363' }), // RFC 7518 §3.4
  )

const kinds: Record<SigningAlgorithm, Kind> = {
  HS256: hmac('sha256'),
  HS384: hmac('sha384'),
  HS512: hmac('sha512'),
  RS256: rsa('RSA-SHA256'),
  RS384: rsa('RSA-SHA384'),
  RS512: rsa('RSA-SHA512'),
  ES256: ecdsa('SHA256', 'prime256v1', 'P-256'),
  ES384: ecdsa('SHA384', 'secp384r1', 'P-384'),
  ES512: ecdsa('SHA512', 'secp521r1', 'P-521'),
}

/** What is wrong with a key for that algorithm, as words after its name; null where it signs. */
export const faultOfKey = (algorithm: SigningAlgorithm, key: string): string | null => kinds[algorithm].faultOf(key)

const purposeOf = (id: string) => `jwt_template ${id}`

/** What is stored of a key: for its own template only. */
export const sealKey = (vault: Vault, id: string, key: string): string => vault.seal(key, purposeOf(id))

const opened = memoisedByText<KeyObject>()

/** A compact JWT, signed as its template says. */
export async function signWithGivenKey(
  vault: Vault,
  { id, algorithm, sealed }: { id: string; algorithm: SigningAlgorithm; sealed: string },
  claims: Claims,
  header: object,
): Promise<string> {
  const kind = kinds[algorithm]
  const key = opened(`${algorithm} ${sealed}`, () => kind.open(vault.open(sealed, purposeOf(id))))
  const content = signedPart({ alg: algorithm, typ: 'JWT', ...header }, claims)
  return `${content}.${(await kind.sign(content, key)).toString('base64url')}`
}

function readPem(pem: string): KeyObject | null {
  try {
    return createPrivateKey(pem)
  } catch {
    return null
  }
}
