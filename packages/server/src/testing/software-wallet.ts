/** Wallets in software, for tests: they sign as browsers' wallets do, and wrongly where a test says so. */
import { ed25519 } from '@noble/curves/ed25519.js'
import { secp256k1 } from '@noble/curves/secp256k1.js'
import { keccak_256 } from '@noble/hashes/sha3.js'

export interface SoftwareWallet {
  /** As the wallet names it to pages. */
  address: string
  sign(message: string): string
}

/** Of Ethereum. */
export function ethereumWallet(): SoftwareWallet {
  const { secretKey, publicKey } = secp256k1.keygen()
  const owner = keccak_256(secp256k1.Point.fromBytes(publicKey).toBytes(false).slice(1)).slice(-20)
  return {
    address: `0x${hex(owner)}`,
    sign(message) {
      const digest = keccak_256(Buffer.from(`\x19Ethereum Signed Message:\n${Buffer.byteLength(message)}${message}`))
      const [recovery, ...compact] = secp256k1.sign(digest, secretKey, { prehash: false, format: 'recovered' })
      return `0x${hex(compact)}${hex([27 + recovery!])}` // there is one, in this format
    },
  }
}

/** Of Solana. */
export function solanaWallet(): SoftwareWallet {
  const { secretKey, publicKey } = ed25519.keygen()
  return {
    address: base58(publicKey),
    sign: (message) => Buffer.from(ed25519.sign(Buffer.from(message), secretKey)).toString('base64'),
  }
}

/** The other signature that says the same: with the negative of `s`, and the other of the two keys. */
export function malleated(signature: string): string {
  const [r, s, v] = [signature.slice(2, 66), signature.slice(66, 130), signature.slice(130)]
  const higher = secp256k1.Point.Fn.ORDER - BigInt(`0x${s}`)
  return `0x${r}${higher.toString(16).padStart(64, '0')}${v === '1b' ? '1c' : '1b'}`
}

const hex = (bytes: Iterable<number>): string => Buffer.from([...bytes]).toString('hex')

export function base58(bytes: Uint8Array): string {
  let number = BigInt(`0x${hex(bytes)}`)
  let text = ''
  for (; number > 0n; number /= 58n)
    text = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'[Number(number % 58n)] + text
  return '1'.repeat(bytes.findIndex((byte) => byte !== 0)) + text
}
