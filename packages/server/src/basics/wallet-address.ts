/** Addresses of wallets. One of Ethereum has capitals for a checksum only; in base 58, which Solana writes, they tell letters apart. */
export type Chain = 'ethereum' | 'solana'

export interface WalletAddress {
  chain: Chain
  /** The one spelling in which it is kept and compared. */
  address: string
}

/** Null for what is no address. */
export function readWalletAddress(typed: string): WalletAddress | null {
  const text = typed.trim()
  if (/^0x[\da-f]{40}$/i.test(text)) return { chain: 'ethereum', address: text.toLowerCase() }
  return /^[1-9A-HJ-NP-Za-km-z]{32,44}$/.test(text) && fromBase58(text)?.length === 32 ? { chain: 'solana', address: text } : null
}

/** Null where a letter is none of base 58. */
export function fromBase58(text: string): Uint8Array | null {
  const letters = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'
  let number = 0n
  for (const letter of text) {
    const digit = letters.indexOf(letter)
    if (digit < 0) return null
    number = number * 58n + BigInt(digit)
  }
  const zeros = /^1*/.exec(text)![0].length // it matches always
  const hex = number === 0n ? '' : number.toString(16)
  return Buffer.concat([Buffer.alloc(zeros), Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex')])
}
