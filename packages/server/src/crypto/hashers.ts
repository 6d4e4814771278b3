/**
 * How digests from elsewhere are spelled and checked, a row for each of Clerk's hashers and of those that an import brings. Where Clerk's
 * documents leave open what stands where, each reading is tried.
 */
import {
  type BinaryLike,
  createCipheriv,
  createHash,
  createHmac,
  pbkdf2 as pbkdf2WithCallback,
  type ScryptOptions,
  scrypt as scryptWithCallback,
  timingSafeEqual,
} from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { PasswordHasher } from '@frontdesk/contract'
import { phpass } from './phpass.js'

/** Better Auth's is no hasher of Clerk's: only imports bring it. */
export type ImportedHasher = PasswordHasher | 'scrypt_better_auth'

type Parts = Record<string, string>

export interface Hasher {
  spelling: RegExp
  /** Whether a check costs no more than somebody who types a password should cause; where it is missing, the spelling says so. */
  isBearable?(parts: Parts): boolean
  fits(password: string, parts: Parts): Promise<boolean>
  /** Whether the digest that this password fits is no other password's; where it is missing, it is. */
  isOnlyOf?(password: string, parts: Parts): boolean
}

const pbkdf2 = promisify(pbkdf2WithCallback)
const scrypt = promisify<BinaryLike, BinaryLike, number, ScryptOptions, Buffer>(scryptWithCallback)

const base64 = '[A-Za-z0-9+/]{1,400}={0,2}'
const hex = '(?:[0-9A-Fa-f]{2}){8,128}'
const iterations = '(?<iterations>[1-9]\\d{0,6})'
const salt = '(?<salt>[^$]{1,200})'
const powerOfTwo = '2|4|8|16|32|64|128|256|512|1024|2048|4096|8192|16384|32768|65536|131072'

const bcrypt = '\\$2[aby]\\$(?<rounds>0[4-9]|1[0-6])\\$[./A-Za-z0-9]{53}'
const portable = '\\$[PH]\\$(?<rounds>[5-9AB])(?<salt>[./0-9A-Za-z]{8})(?<hash>[./0-9A-Za-z]{22})'

// What several passwords may fit, see `checksWhole`: bcrypt drops what is behind 72 bytes (with the NUL that ends a shorter one) and takes
// `a` and `a\0a` for the same, as pbkdf2 and scrypt, whose HMAC has the password for its key, do with `a` and `a\0`.
const hasNoNul = (password: string) => !password.includes('\0')
const isReadByBcrypt = (password: string) => hasNoNul(password) && Buffer.byteLength(password) < 72

const pbkdf2Row = (name: string, saltAndHash: string, check: Hasher['fits']): Hasher => ({
  spelling: new RegExp(`^${name}\\$${iterations}\\$${saltAndHash}$`),
  isBearable: ({ iterations }) => Number(iterations) <= 2_500_000, // about a second
  fits: check,
  isOnlyOf: hasNoNul,
})

export const hashers: Record<Exclude<ImportedHasher, 'argon2i' | 'argon2id' | 'awscognito'>, Hasher> = {
  bcrypt: {
    spelling: new RegExp(`^(?<inner>${bcrypt})$`),
    fits: (password, { inner }) => fitsBcrypt(password, inner!),
    isOnlyOf: isReadByBcrypt,
  },
  // As Devise has it: the pepper follows the password. It may reach beyond what bcrypt reads, the password must not.
  bcrypt_peppered: {
    spelling: new RegExp(`^(?<inner>${bcrypt})\\$(?<pepper>[^\\0]{1,500})$`, 's'),
    fits: (password, { inner, pepper }) => fitsBcrypt(password + pepper, inner!),
    isOnlyOf: isReadByBcrypt,
  },
  bcrypt_sha256_django: {
    spelling: new RegExp(`^bcrypt_sha256\\$(?<inner>${bcrypt})$`),
    fits: (password, { inner }) => fitsBcrypt(digestOf('sha256', password).toString('hex'), inner!),
  },
  // As ASP.NET's membership hashes. The key may be given as base64 of its bytes, or be meant as it stands.
  hmac_sha256_utf16_b64: {
    spelling: /^hmac_sha256_utf16_b64\$(?<hash>[A-Za-z0-9+/]{43}=)\$(?<key>[^$]{1,400})$/,
    async fits(password, { hash, key }) {
      const keys = [Buffer.from(key!), ...(isBase64(key!) ? [Buffer.from(key!, 'base64')] : [])]
      const spelled = Buffer.from(password, 'utf16le')
      return isOneOf(
        keys.map((bytes) => createHmac('sha256', bytes).update(spelled).digest()),
        Buffer.from(hash!, 'base64'),
      )
    },
  },
  // RFC 2307 and its followers: the salt comes after the 20 bytes of SHA-1.
  ldap_ssha: {
    spelling: /^\{SSHA\}(?<hash>[A-Za-z0-9+/]{28,200}={0,2})$/i,
    async fits(password, { hash }) {
      const bytes = Buffer.from(hash!, 'base64')
      return isSame(digestOf('sha1', password, bytes.subarray(20)), bytes.subarray(0, 20))
    },
  },
  md5: {
    spelling: /^(?<hash>[0-9a-f]{32})$/i,
    fits: async (password, { hash }) => isSame(digestOf('md5', password), Buffer.from(hash!, 'hex')),
  },
  // phpass of the MD5 that a database had before, in hexadecimal digits; or phpass as such. What looks like such an MD5 is none of a
  // password: else who has read the old database could type it.
  md5_phpass: {
    spelling: new RegExp(`^${portable}$`),
    async fits(password, parts) {
      const wrapped = await fitsPhpass(digestOf('md5', password).toString('hex'), parts)
      return wrapped || (!/^[0-9a-f]{32}$/i.test(password) && fitsPhpass(password, parts))
    },
  },
  md5_salted: saltedRow('md5', 32),
  // A salt in hexadecimal digits stands for its bytes; the length of the key is that of the hash, said or not.
  pbkdf2_sha1: pbkdf2Row('pbkdf2_sha1', `${salt}\\$(?<hash>${hex})(?:\\$\\d{1,3})?`, (password, { salt, iterations, hash }) =>
    fitsPbkdf2(
      'sha1',
      password,
      Buffer.from(salt!, /^(?:[0-9a-f]{2})+$/i.test(salt!) ? 'hex' : 'utf8'),
      iterations!,
      Buffer.from(hash!, 'hex'),
    ),
  ),
  pbkdf2_sha256: pbkdf2Row('pbkdf2_sha256', `(?<salt>${base64})\\$(?<hash>${base64})`, (password, { salt, iterations, hash }) =>
    fitsPbkdf2('sha256', password, Buffer.from(salt!, 'base64'), iterations!, Buffer.from(hash!, 'base64')),
  ),
  pbkdf2_sha256_django: pbkdf2Row('pbkdf2_sha256', `${salt}\\$(?<hash>${base64})`, (password, { salt, iterations, hash }) =>
    fitsPbkdf2('sha256', password, Buffer.from(salt!), iterations!, Buffer.from(hash!, 'base64')),
  ),
  pbkdf2_sha512: pbkdf2Row('pbkdf2_sha512', `${salt}\\$(?<hash>${hex})`, (password, { salt, iterations, hash }) =>
    fitsPbkdf2('sha512', password, Buffer.from(salt!), iterations!, Buffer.from(hash!, 'hex')),
  ),
  pbkdf2_sha512_hex: pbkdf2Row(
    'pbkdf2_sha512_hex',
    `(?<salt>(?:[0-9A-Fa-f]{2}){1,100})\\$(?<hash>${hex})`,
    (password, { salt, iterations, hash }) =>
      fitsPbkdf2('sha512', password, Buffer.from(salt!, 'hex'), iterations!, Buffer.from(hash!, 'hex')),
  ),
  // At most 2 ** 13 rounds, as WordPress had: they run on the thread that answers requests. phpBB writes `$H$`.
  phpass: { spelling: new RegExp(`^${portable}$`), fits: fitsPhpass },
  // As Better Auth makes it: the salt is its hexadecimal digits, not their bytes.
  scrypt_better_auth: {
    spelling: /^(?<salt>[0-9a-f]{8,128}):(?<hash>[0-9a-f]{128})$/i,
    async fits(password, { salt, hash }) {
      return isSame(await scrypt(password.normalize('NFKC'), salt!, 64, costs(16_384, 16, 1)), Buffer.from(hash!, 'hex'))
    },
    isOnlyOf: hasNoNul,
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
    isOnlyOf: hasNoNul,
  },
  scrypt_werkzeug: {
    spelling: new RegExp(
      `^\\$?scrypt:(?<cost>${powerOfTwo}):(?<blockSize>[1-9]|1[0-6]):(?<lanes>[1-9])\\$${salt}\\$(?<hash>${hex})$`,
    ),
    // OWASP's dearest choice, 2 ** 17 with a block size of 8, and as much memory and twice as much time in any other way.
    isBearable: ({ cost, blockSize, lanes }) =>
      Number(cost) * Number(blockSize) <= 2 ** 20 && Number(cost) * Number(blockSize) * Number(lanes) <= 2 ** 21,
    async fits(password, { cost, blockSize, lanes, salt, hash }) {
      const expected = Buffer.from(hash!, 'hex')
      const key = await scrypt(password, salt!, expected.length, costs(Number(cost), Number(blockSize), Number(lanes)))
      return isSame(key, expected)
    },
    isOnlyOf: hasNoNul,
  },
  sha256: {
    spelling: /^(?<hash>[0-9a-f]{64})$/i,
    fits: async (password, { hash }) => isSame(digestOf('sha256', password), Buffer.from(hash!, 'hex')),
  },
  sha256_salted: saltedRow('sha256', 64),
  // Symfony's MessageDigestPasswordEncoder: the salt in braces, and each round hashes the round before with the salted password.
  sha512_symfony: {
    spelling: /^sha512_symfony\$(?<iterations>[1-9]\d{0,4})\$(?<salt>[^$]{0,200})\$(?<hash>[A-Za-z0-9+/]{86}==)$/,
    isBearable: ({ iterations }) => Number(iterations) <= 50_000,
    async fits(password, { iterations, salt, hash }) {
      if (/[{}]/.test(salt!)) return false // as there
      const salted = salt === '' ? password : `${password}{${salt}}`
      let digest = digestOf('sha512', salted)
      for (let round = 1; round < Number(iterations); round++) {
        if (round % 1_000 === 0) await setImmediate() // they run on the thread that answers requests
        digest = digestOf('sha512', digest, salted)
      }
      return isSame(digest, Buffer.from(hash!, 'base64'))
    },
  },
}

/** `salt$hash`, or `hash$salt` as it once was; the password may have stood before the salt or behind it. */
function saltedRow(hash: 'md5' | 'sha256', digits: number): Hasher {
  return {
    spelling: new RegExp(
      `^(?:(?<salt>.{1,200})\\$(?<hash>[0-9a-f]{${digits}})|(?<firstHash>[0-9a-f]{${digits}})\\$(?<lastSalt>.{1,200}))$`,
      'is',
    ),
    async fits(password, parts) {
      const salt = parts.salt ?? parts.lastSalt!
      const made = [digestOf(hash, salt, password), digestOf(hash, password, salt)]
      return isOneOf(made, Buffer.from(parts.hash ?? parts.firstHash!, 'hex'))
    },
    // `salt` before `xsalt` is what `saltx` is before `salt`.
    isOnlyOf(password, { salt, lastSalt }) {
      const either = salt ?? lastSalt!
      return !password.startsWith(either) && !password.endsWith(either)
    },
  }
}

async function fitsBcrypt(password: string, digest: string) {
  return (await import('@node-rs/bcrypt')).verify(password, digest)
}

async function fitsPhpass(password: string, { rounds, salt, hash }: Parts) {
  return isSame(Buffer.from(phpass(password, rounds!, salt!)), Buffer.from(hash!))
}

async function fitsPbkdf2(
  hash: 'sha1' | 'sha256' | 'sha512',
  password: string,
  salt: Buffer,
  iterations: string,
  expected: Buffer,
) {
  return isSame(await pbkdf2(password, salt, Number(iterations), expected.length, hash), expected)
}

const digestOf = (hash: 'md5' | 'sha1' | 'sha256' | 'sha512', first: BinaryLike, second: BinaryLike = '') =>
  createHash(hash).update(first).update(second).digest()

const costs = (N: number, r: number, p: number): ScryptOptions => ({ N, r, p, maxmem: 128 * r * (N + p + 2) })

const isBase64 = (text: string) => Buffer.from(text, 'base64').toString('base64') === text

/** Compares with all of them, so that the time does not tell which it was. */
const isOneOf = (made: Buffer[], expected: Buffer) => made.filter((digest) => isSame(digest, expected)).length > 0

const isSame = (a: Buffer, b: Buffer) => a.length === b.length && timingSafeEqual(a, b)
