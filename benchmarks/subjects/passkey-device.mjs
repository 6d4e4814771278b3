/** An authenticator of passkeys that syncs: it makes one on P-256, and signs with it, as browsers write it in JSON. */
import { createHash, createSign, generateKeyPairSync, randomBytes } from 'node:crypto'

const present = 0x01
const verified = 0x04
const synced = 0x08 | 0x10
const withCredential = 0x40

export function newDevice(origin) {
  const id = randomBytes(32)
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  let handle = null

  const dataOf = (type, challenge) => Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }))
  const head = (rpId, flags) => Buffer.concat([sha256(rpId), Buffer.from([present | verified | synced | flags, 0, 0, 0, 0])])
  const credential = (response) => JSON.stringify({ id: text(id), rawId: text(id), type: 'public-key', response })

  return {
    make(nonce) {
      const { challenge, rp, user } = JSON.parse(nonce)
      handle = user.id
      const { x, y } = publicKey.export({ format: 'jwk' })
      // COSE: {1: 2, 3: -7, -1: 1, -2: x, -3: y}
      const key = [hex('a5010203262001215820'), bytes(x), hex('225820'), bytes(y)]
      const authData = Buffer.concat([head(rp.id, withCredential), Buffer.alloc(16), hex('0020'), id, ...key])
      // CBOR: {"fmt": "none", "attStmt": {}, "authData": …}
      const object = [hex('a363666d74646e6f6e656761747453746d74a068617574684461746158'), Buffer.from([authData.length]), authData]
      return credential({
        clientDataJSON: text(dataOf('webauthn.create', challenge)),
        attestationObject: text(Buffer.concat(object)),
      })
    },
    sign(nonce) {
      const { challenge, rpId } = JSON.parse(nonce)
      const clientData = dataOf('webauthn.get', challenge)
      const authData = head(rpId, 0)
      const signature = createSign('sha256').update(authData).update(sha256(clientData)).sign(privateKey)
      return credential({
        clientDataJSON: text(clientData),
        authenticatorData: text(authData),
        signature: text(signature),
        userHandle: handle,
      })
    },
  }
}

const text = (value) => value.toString('base64url')
const sha256 = (value) => createHash('sha256').update(value).digest()
const hex = (value) => Buffer.from(value, 'hex')
const bytes = (value) => Buffer.from(value, 'base64url')
