/**
 * Password digests that an application brings along from elsewhere. They are checked as they are until their owner signs in the next
 * time, when argon2id takes their place. A row gives a digest's spelling, with limits on its cost, and how a password is checked by it.
 */
import {
  type BinaryLike,
  createCipheriv,
  createHash,
  pbkdf2 as pbkdf2WithCallback,
  type ScryptOptions,
  scrypt as scryptWithCallback,
  timingSafeEqual,
} from 'node:crypto'
import { promisify } from 'node:util'
import type { PasswordHasher } from '@frontdesk/contract'
import { phpass } from './phpass.js'

interface Hasher {
  spelling: RegExp
  /** The most bytes of a password that it reads, for those that stop somewhere. */
  readsBytes?: number
  fits(password: string, parts: Record<string, string>): Promise<boolean>
}

const pbkdf2 = promisify(pbkdf2WithCallback)
const scrypt = promisify<BinaryLike, BinaryLike, number, ScryptOptions, Buffer>(scryptWithCallback)

const base64 = '[A-Za-z0-9+/]{1,400}={0,2}'
const hex = '(?:[0-9a-f]{2}){8,128}'
const iterations = '(?<iterations>[1-9]\\d{0,6})'
const salt = '(?<salt>[^$]{1,200})'

const bcrypt = '\\$2[aby]\\$(?<rounds>0[4-9]|1[0-6])\\$[./A-Za-z0-9]{53}'

const hashers: Record<Exclude<PasswordHasher, 'argon2i' | 'argon2id'>, Hasher> = {
  bcrypt: {
    spelling: new RegExp(`^${bcrypt}$`),
    readsBytes: 72, // with the NUL that ends a shorter one
    fits: async (password, { digest }) => (await import('@node-rs/bcrypt')).verify(password, digest!),
  },
  bcrypt_sha256_django: {
    spelling: new RegExp(`^bcrypt_sha256\\$(?<inner>${bcrypt})$`),
    fits: async (password, { inner }) =>
      (await import('@node-rs/bcrypt')).verify(digestOf('sha256', password).toString('hex'), inner!),
  },
  // RFC 2307 and its followers: the salt comes after the 20 bytes of SHA-1.
  ldap_ssha: {
    spelling: /^\{SSHA\}(?<hash>[A-Za-z0-9+/]{28,200}={0,2})$/,
    async fits(password, { hash }) {
      const bytes = Buffer.from(hash!, 'base64')
      return isSame(digestOf('sha1', password, bytes.subarray(20)), bytes.subarray(0, 20))
    },
  },
  md5: {
    spelling: /^(?<hash>[0-9a-f]{32})$/,
    fits: async (password, { hash }) => isSame(digestOf('md5', password), Buffer.from(hash!, 'hex')),
  },
  // A salt in hexadecimal digits stands for its bytes; the length of the key is that of the hash, said or not.
  pbkdf2_sha1: {
    spelling: new RegExp(`^pbkdf2_sha1\\$${iterations}\\$${salt}\\$(?<hash>${hex})(?:\\$\\d{1,3})?$`),
    fits: (password, { salt, iterations, hash }) =>
      fitsPbkdf2(
        'sha1',
        password,
        Buffer.from(salt!, /^(?:[0-9a-f]{2})+$/i.test(salt!) ? 'hex' : 'utf8'),
        iterations!,
        Buffer.from(hash!, 'hex'),
      ),
  },
  pbkdf2_sha256: {
    spelling: new RegExp(`^pbkdf2_sha256\\$${iterations}\\$(?<salt>${base64})\\$(?<hash>${base64})$`),
    fits: (password, { salt, iterations, hash }) =>
      fitsPbkdf2('sha256', password, Buffer.from(salt!, 'base64'), iterations!, Buffer.from(hash!, 'base64')),
  },
  pbkdf2_sha256_django: {
    spelling: new RegExp(`^pbkdf2_sha256\\$${iterations}\\$${salt}\\$(?<hash>${base64})$`),
    fits: (password, { salt, iterations, hash }) =>
      fitsPbkdf2('sha256', password, Buffer.from(salt!), iterations!, Buffer.from(hash!, 'base64')),
  },
  pbkdf2_sha512: {
    spelling: new RegExp(`^pbkdf2_sha512\\$${iterations}\\$${salt}\\$(?<hash>${hex})$`),
    fits: (password, { salt, iterations, hash }) =>
      fitsPbkdf2('sha512', password, Buffer.from(salt!), iterations!, Buffer.from(hash!, 'hex')),
  },
  pbkdf2_sha512_hex: {
    spelling: new RegExp(`^pbkdf2_sha512_hex\\$${iterations}\\$(?<salt>(?:[0-9a-f]{2}){1,100})\\$(?<hash>${hex})$`),
    fits: (password, { salt, iterations, hash }) =>
      fitsPbkdf2('sha512', password, Buffer.from(salt!, 'hex'), iterations!, Buffer.from(hash!, 'hex')),
  },
  // At most 2 ** 13 rounds, as WordPress had: they run on the thread that answers requests.
  phpass: {
    spelling: /^\$P\$(?<rounds>[5-9AB])(?<salt>[./0-9A-Za-z]{8})(?<hash>[./0-9A-Za-z]{22})$/,
    fits: async (password, { rounds, salt, hash }) => isSame(Buffer.from(phpass(password, rounds!, salt!)), Buffer.from(hash!)),
  },
  scrypt_firebase: {
    spelling: new RegExp(
      `^(?<hash>${base64})\\$(?<salt>${base64})\\$(?<signerKey>${base64})\\$(?<separator>${base64})\\$(?<blockSize>[1-9]|1[0-6])\\$(?<logCost>[1-9]|1[0-6])$`,
    ),
    // The derived key encrypts the project's signer key; the result is the hash.
    async fits(password, { hash, salt, signerKey, separator, blockSize, logCost }) {
      const salted = Buffer.concat([Buffer.from(salt!, 'base64'), Buffer.from(separator!, 'base64')])
      const key = await scrypt(password, salted, 32, costs(2 ** Number(logCost), Number(blockSize), 1))
      const cipher = createCipheriv('aes-256-ctr', key, Buffer.alloc(16))
      return isSame(cipher.update(Buffer.from(signerKey!, 'base64')), Buffer.from(hash!, 'base64'))
    },
  },
  scrypt_werkzeug: {
    spelling: new RegExp(`^scrypt:(?<cost>\\d{1,6}):(?<blockSize>[1-9]|1[0-6]):(?<lanes>[1-9])\\$${salt}\\$(?<hash>${hex})$`),
    async fits(password, { cost, blockSize, lanes, salt, hash }) {
      const expected = Buffer.from(hash!, 'hex')
      const key = await scrypt(password, salt!, expected.length, costs(Number(cost), Number(blockSize), Number(lanes)))
      return isSame(key, expected)
    },
  },
  sha256: {
    spelling: /^(?<hash>[0-9a-f]{64})$/,
    fits: async (password, { hash }) => isSame(digestOf('sha256', password), Buffer.from(hash!, 'hex')),
  },
}
const hasherOf = (stored: string): Hasher | undefined => (hashers as Record<string, Hasher>)[nameIn(stored)] // argon2's have no name before them

// Our own algorithm's relatives: their digests say all that the verifier needs to know.
const argon2 = /^\$argon2(id?)\$v=19\$m=\d{1,6},t=\d{1,3},p=\d{1,2}\$[A-Za-z0-9+/]{11,100}\$[A-Za-z0-9+/]{16,200}$/

/** The hasher of a stored digest with all that its cost depends on; null for what none of them made. */
export function costOf(stored: string): string | null {
  const name = nameIn(stored)
  const parts = hasherOf(stored)?.spelling.exec(stored.slice(name.length + 1))?.groups
  if (!parts) return null
  const { rounds, iterations, cost, blockSize, lanes, logCost, hash } = parts
  return [name, rounds, iterations, cost, blockSize, lanes, logCost, hash?.length].filter(Boolean).join(' ')
}

/** The digest as it is stored, or null when it isn't spelled as the hasher's are. */
export function importDigest(hasher: PasswordHasher, digest: string): string | null {
  if (hasher === 'argon2i' || hasher === 'argon2id')
    return argon2.exec(digest)?.[1] === hasher.slice('argon2'.length) ? digest : null
  return hashers[hasher].spelling.test(digest) ? `${hasher} ${digest}` : null
}

/** Whether the password fits a digest that `importDigest` gave; argon2's are not for here. */
export async function fitsImported(password: string, stored: string): Promise<boolean> {
  const hasher = hasherOf(stored)
  const digest = stored.slice(nameIn(stored).length + 1)
  const parts = hasher?.spelling.exec(digest)
  return hasher && parts ? hasher.fits(password, { digest, ...parts.groups }) : false
}

/**
 * Whether a digest that this password fits is the digest of this password only. Where it isn't, a wrong password may have fitted, which must
 * never take the right one's place: bcrypt drops what is behind 72 bytes, and takes `a` and `a\0a` for the same, as pbkdf2 and scrypt do
 * with `a` and `a\0`.
 */
export function checksWhole(password: string, stored: string): boolean {
  if (stored.startsWith('$argon2')) return true
  const { readsBytes = Number.POSITIVE_INFINITY } = hasherOf(stored) ?? {}
  return !password.includes('\0') && Buffer.byteLength(password) < readsBytes
}

const nameIn = (stored: string): string => stored.slice(0, stored.indexOf(' '))

async function fitsPbkdf2(
  hash: 'sha1' | 'sha256' | 'sha512',
  password: string,
  salt: Buffer,
  iterations: string,
  expected: Buffer,
) {
  return isSame(await pbkdf2(password, salt, Number(iterations), expected.length, hash), expected)
}

const digestOf = (hash: 'md5' | 'sha1' | 'sha256', password: string, salt: BinaryLike = '') =>
  createHash(hash).update(password).update(salt).digest()

const costs = (N: number, r: number, p: number): ScryptOptions => ({ N, r, p, maxmem: 128 * r * (N + p + 2) })

const isSame = (a: Buffer, b: Buffer) => a.length === b.length && timingSafeEqual(a, b)
