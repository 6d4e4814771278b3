/**
 * What wallets sign, checked with the curves of https://github.com/paulmillr/noble-curves: audited, without dependencies, under the MIT
 * licence; Node's own crypto can't say which key of secp256k1 signed. They are loaded with the first signature.
 */
import { fromBase58, type WalletAddress } from '../basics/wallet-address.js'

/** The address as EIP-55 writes it, with capitals for a checksum: wallets want it so in a message. */
export async function checksummed(address: string): Promise<string> {
  const digest = Buffer.from(await keccak(Buffer.from(address.slice(2), 'latin1'))).toString('hex')
  return address.replace(/[a-f]/g, (letter, at: number) =>
    Number.parseInt(digest[at - 2]!, 16) < 8 ? letter : letter.toUpperCase(),
  ) // the digest is longer
}

/** Whether the wallet signed exactly this message. */
export const hasSigned = ({ chain, address }: WalletAddress, message: string, signature: string): Promise<boolean> =>
  chain === 'ethereum' ? hasSignedForEthereum(address, message, signature) : hasSignedForSolana(address, message, signature)

/** As `personal_sign` does: https://eips.ethereum.org/EIPS/eip-191. Of the two signatures that say the same, only the one with the lower `s` counts. */
async function hasSignedForEthereum(address: string, message: string, signature: string): Promise<boolean> {
  const [, compact, v] = /^0x([\da-f]{128})(00|01|1b|1c)$/i.exec(signature) ?? []
  if (!compact || !v) return false
  const { secp256k1 } = await import('@noble/curves/secp256k1.js')
  const bytes = Buffer.from(message)
  const digest = await keccak(Buffer.concat([Buffer.from(`\x19Ethereum Signed Message:\n${bytes.length}`), bytes]))
  try {
    const signed = secp256k1.Signature.fromBytes(Buffer.from(compact, 'hex'), 'compact')
    if (signed.hasHighS()) return false
    const key = signed.addRecoveryBit(Number.parseInt(v, 16) % 27).recoverPublicKey(digest)
    const owner = (await keccak(key.toBytes(false).slice(1))).slice(-20)
    return `0x${Buffer.from(owner).toString('hex')}` === address
  } catch {
    return false // its numbers are none of the curve
  }
}

/** By ed25519, strictly: no key of small order, for which anybody can sign, and no second spelling. */
async function hasSignedForSolana(address: string, message: string, signature: string): Promise<boolean> {
  const signed = /^[A-Za-z\d+/]{86}==$/.test(signature) ? Buffer.from(signature, 'base64') : null
  const key = fromBase58(address)
  if (!signed || !key) return false
  const { ed25519 } = await import('@noble/curves/ed25519.js')
  try {
    return ed25519.verify(signed, Buffer.from(message), key, { zip215: false })
  } catch {
    return false // the address is no point of the curve, as those of programs
  }
}

async function keccak(bytes: Uint8Array): Promise<Uint8Array> {
  const { keccak_256 } = await import('@noble/hashes/sha3.js')
  return keccak_256(bytes)
}
