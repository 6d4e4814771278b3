/** An authenticator of passkeys in software, for tests: it makes and signs as a browser would, and wrongly where a test says so. */
import { createHash, createSign, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto'
import { isoCBOR } from '@simplewebauthn/server/helpers'
import { testOrigin } from './test-server.js'

/** What an attack does differently. */
export interface Doctored {
  origin?: string
  rpId?: string
  type?: string
  challenge?: string
  crossOrigin?: boolean
  isUserVerified?: boolean
  counter?: number
  userHandle?: string | null
  /** The number of the algorithm that the key claims to be for. */
  algorithm?: number
  /** In place of no attestation. */
  attestation?: { format: string; statement: Map<string, unknown> }
}

export interface SoftwareAuthenticator {
  /** Answers the `nonce` of a passkey that is to be made, as JSON. */
  make(nonce: string, doctored?: Doctored): string
  /** Answers the `nonce` of a sign-in. */
  sign(nonce: string, doctored?: Doctored): string
  credentialId(): string
}

const flags = { present: 0x01, verified: 0x04, backupEligible: 0x08, backedUp: 0x10, hasCredential: 0x40 }

/** One that counts, as keys on a ring do, if `counts`; else one that syncs. */
export function softwareAuthenticator({ counts = false } = {}): SoftwareAuthenticator {
  const id = randomBytes(32)
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  let counter = 0
  let handle: string | null = null
  let rpId = ''

  const clientData = (type: string, challenge: string, doctored: Doctored): Buffer =>
    Buffer.from(
      JSON.stringify({
        type: doctored.type ?? type,
        challenge: doctored.challenge ?? challenge,
        origin: doctored.origin ?? testOrigin,
        crossOrigin: doctored.crossOrigin ?? false,
      }),
    )
  const head = (doctored: Doctored, more = 0): Buffer => {
    if (counts) counter++
    const flag =
      flags.present |
      ((doctored.isUserVerified ?? true) ? flags.verified : 0) |
      (counts ? 0 : flags.backupEligible | flags.backedUp) |
      more
    const count = Buffer.alloc(4)
    count.writeUInt32BE(doctored.counter ?? counter)
    return Buffer.concat([sha256(Buffer.from(doctored.rpId ?? rpId)), Buffer.from([flag]), count])
  }
  const credential = (response: object) =>
    JSON.stringify({ id: text(id), rawId: text(id), type: 'public-key', authenticatorAttachment: 'platform', response })

  return {
    credentialId: () => text(id),

    make(nonce, doctored = {}) {
      const options = JSON.parse(nonce)
      handle = options.user.id
      rpId = options.rp.id
      const length = Buffer.alloc(2)
      length.writeUInt16BE(id.length)
      const key = Buffer.from(isoCBOR.encode(coseKey(publicKey, doctored.algorithm ?? -7)))
      const authData = Buffer.concat([head(doctored, flags.hasCredential), Buffer.alloc(16), length, id, key])
      const { format, statement } = doctored.attestation ?? { format: 'none', statement: new Map() }
      const attestation = new Map<string, unknown>([
        ['fmt', format],
        ['attStmt', statement],
        ['authData', new Uint8Array(authData)],
      ])
      return credential({
        clientDataJSON: text(clientData('webauthn.create', options.challenge, doctored)),
        attestationObject: text(Buffer.from(isoCBOR.encode(attestation as Parameters<typeof isoCBOR.encode>[0]))),
        transports: ['internal', 'hybrid'],
      })
    },

    sign(nonce, doctored = {}) {
      const options = JSON.parse(nonce)
      const client = clientData('webauthn.get', options.challenge, doctored)
      const authData = head(doctored)
      const signature = createSign('sha256')
        .update(Buffer.concat([authData, sha256(client)]))
        .sign(privateKey)
      return credential({
        clientDataJSON: text(client),
        authenticatorData: text(authData),
        signature: text(signature),
        userHandle: doctored.userHandle === undefined ? handle : doctored.userHandle,
      })
    },
  }
}

const text = (bytes: Buffer): string => bytes.toString('base64url')
const sha256 = (bytes: Buffer): Buffer => createHash('sha256').update(bytes).digest()

/** As COSE writes a key on P-256. */
function coseKey(key: KeyObject, algorithm: number): Map<number, number | Uint8Array> {
  const { x, y } = key.export({ format: 'jwk' }) as { x: string; y: string }
  return new Map<number, number | Uint8Array>([
    [1, 2],
    [3, algorithm],
    [-1, 1],
    [-2, new Uint8Array(Buffer.from(x, 'base64url'))],
    [-3, new Uint8Array(Buffer.from(y, 'base64url'))],
  ])
}
