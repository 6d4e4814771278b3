import { randomBytes, randomInt } from 'node:crypto'

const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** A new resource id, `<prefix>_<27 characters>`: 160 bits, so that ids need no coordination and can't be guessed. */
export function newId(prefix: string): string {
  let id = ''
  for (const byte of randomBytes(40)) {
    if (id.length === 27) break
    if (byte < 248) id += base62[byte % 62] // 248 = 4 × 62: bytes above it would favour the first letters
  }
  return id.length === 27 ? `${prefix}_${id}` : newId(prefix)
}

/** A secret of 256 bits, base64url. */
export const newSecret = (): string => randomBytes(32).toString('base64url')

/** Six decimal digits, each equally likely. */
export const newCode = (): string => String(randomInt(1_000_000)).padStart(6, '0')
