import { randomBytes, randomFillSync, randomInt } from 'node:crypto'

const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** A new resource id, `<prefix>_<27 characters>`: 160 bits, so that ids need no coordination and can't be guessed. */
export function newId(prefix: string): string {
  let id = ''
  while (id.length < 27) {
    const byte = nextByte()
    if (byte < 248) id += base62[byte % 62] // 248 = 4 × 62: bytes above it would favour the first letters
  }
  return `${prefix}_${id}`
}

const pool = Buffer.alloc(4096) // asking the system for each id takes longer than all else about it
let used = pool.length

function nextByte(): number {
  if (used === pool.length) {
    randomFillSync(pool)
    used = 0
  }
  return pool[used++]!
}

/** A secret of 256 bits, base64url. */
export const newSecret = (): string => randomBytes(32).toString('base64url')

/** Six decimal digits, each equally likely. */
export const newCode = (): string => String(randomInt(1_000_000)).padStart(6, '0')

/** Ten letters and digits that nobody mistakes for others, by Crockford: 50 bits. */
export const newBackupCode = (): string =>
  Array.from(randomBytes(10), (byte) => '0123456789abcdefghjkmnpqrstvwxyz'[byte & 31]).join('')
