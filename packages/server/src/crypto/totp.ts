/** Time-based one-time passwords, RFC 6238: SHA-1, six digits, a step of 30 seconds, as authenticator apps take them for granted. */
import { createHmac, randomBytes } from 'node:crypto'
import { isSame } from './digest.js'

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const stepMs = 30_000

/** 160 bits, the length that RFC 4226 recommends, in base32. */
export function newTotpSecret(): string {
  let bits = ''
  for (const byte of randomBytes(20)) bits += byte.toString(2).padStart(8, '0')
  return bits.replace(/.{5}/g, (five) => alphabet[Number.parseInt(five, 2)]!)
}

/** A secret from elsewhere as it is stored, or null for what is no base32 of 80 bits or more, which is what Google's are. */
export function readTotpSecret(given: string): string | null {
  const secret = given.replace(/[\s-]/g, '').replace(/=+$/, '').toUpperCase()
  return /^[A-Z2-7]{16,128}$/.test(secret) ? secret : null
}

/**
 * The step whose code this is: the present one, or a neighbour, since clocks differ and people take their time. Null for a wrong code, and
 * for one of a step up to `used`.
 */
export function stepOfCode(secret: string, code: string, now: number, used: number): number | null {
  const present = Math.floor(now / stepMs)
  const steps = [present, present - 1, present + 1].filter((step) => step > used)
  return steps.find((step) => isSame(code, codeOfStep(secret, step))) ?? null
}

/** RFC 4226, 5.3. */
function codeOfStep(secret: string, step: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const digest = createHmac('sha1', bytesOf(secret)).update(counter).digest()
  const truncated = digest.readUInt32BE(digest.at(-1)! & 0x0f) & 0x7fffffff
  return String(truncated % 1_000_000).padStart(6, '0')
}

function bytesOf(secret: string): Buffer {
  const bits = [...secret].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
}
