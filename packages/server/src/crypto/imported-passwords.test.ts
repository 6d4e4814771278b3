import { type PasswordHasher, passwordHasher } from '@frontdesk/contract'
import { describe, expect, test } from 'vitest'
import { fitsImported, importDigest } from './imported-passwords.js'
import { createPasswords } from './passwords.js'

const firebaseSigner = 'jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA=='
const firebaseHash = 'lSrfV15cpx95/sZS2W9c9Kp6i/LVgQNDNC/qzrCnh1SAyZvqmZqAjTdn3aoItz+VHjoZilo78198JAdRuid5lQ=='

// Digests that other programs made, or published with their algorithm.
const known: Array<[hasher: PasswordHasher, password: string, digest: string]> = [
  ['bcrypt', 'U*U', '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'],
  ['bcrypt_sha256_django', 'lètmein', 'bcrypt_sha256$$2a$08$NDjSAIcas.EcoxCRiArvT.MkNiPYVhrsrnJsRkLueZOoV1bsQqlmC'],
  ['ldap_ssha', 'does this work?', '{SSHA}qLhale/wd2F5xIeDIUiZVvRIc2RvBvlE'],
  ['md5', 'password', '5f4dcc3b5aa765d61d8327deb882cf99'],
  ['pbkdf2_sha1', 'password', 'pbkdf2_sha1$4096$salt$4b007901b765489abead49d926f721d065a429c1'],
  ['pbkdf2_sha256', 'password', 'pbkdf2_sha256$4096$c2FsdA==$xeR41ZKIyEGqUw22hFxMjZYok6ABzk4RpJY4c6qYE0o='],
  ['pbkdf2_sha256_django', 'password', 'pbkdf2_sha256$4096$salt$xeR41ZKIyEGqUw22hFxMjZYok6ABzk4RpJY4c6qYE0o='],
  [
    'pbkdf2_sha512',
    'password',
    'pbkdf2_sha512$4096$salt$d197b1b33db0143e018b12f3d1d1479e6cdebdcc97c5c0f87f6902e072f457b5143f30602641b3d55cd335988cb36b84376060ecd532e039b742a239434af2d5',
  ],
  [
    'pbkdf2_sha512_hex',
    'password',
    'pbkdf2_sha512_hex$4096$73616c74$d197b1b33db0143e018b12f3d1d1479e6cdebdcc97c5c0f87f6902e072f457b5143f30602641b3d55cd335988cb36b84376060ecd532e039b742a239434af2d5',
  ],
  ['phpass', 'password', '$P$8ohUJ.1sdFw09/bMaAQPTGDNi2BIUt1'],
  ['sha256', 'password', '5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8'],
  ['scrypt_firebase', 'user1password', `${firebaseHash}$42xEC+ixf3L2lw==$${firebaseSigner}$Bw==$8$14`],
  [
    'scrypt_werkzeug',
    'pleaseletmein',
    'scrypt:16384:8:1$SodiumChloride$7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887',
  ],
  ['argon2id', 'password', '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc'],
  ['argon2i', 'password', '$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$wWKIMhR9lyDFvRz9YTZweHKfbftvj+qf+YFY4NeBbtA'],
]

describe('imported password digests', () => {
  const passwords = createPasswords()

  test('every hasher has a known digest to import', () => {
    expect(known.map(([hasher]) => hasher).toSorted()).toEqual(passwordHasher.options.toSorted())
  })

  test.each(known)(
    'an imported %s digest fits its password, no other, and is to be replaced',
    async (hasher, password, digest) => {
      const stored = importDigest(hasher, digest)!
      expect(await passwords.verify(password, stored)).toBe('outdated')
      expect(await passwords.verify(`${password}.`, stored)).toBe(false)
    },
  )

  test('an imported pbkdf2_sha1 digest may have a salt in hexadecimal digits, and the length of its key', async () => {
    const digest = 'pbkdf2_sha1$4096$73616c74$4b007901b765489abead49d926f721d065a429c1$20'
    expect(await fitsImported('password', importDigest('pbkdf2_sha1', digest)!)).toBe(true)
    expect(await fitsImported('passwort', importDigest('pbkdf2_sha1', digest)!)).toBe(false)
  })

  test('a digest of our own is up to date', async () => {
    expect(await passwords.verify('password', await passwords.hash('password'))).toBe('fits')
  })

  // Of 71 letters, and of 72 with or without more behind them: libxcrypt made them.
  const of71 = '$2b$04$abcdefghijklmnopqrstuu.gc7UY/21CSNJGJg21jJzx9QiOpJ9bO'
  const of72 = '$2b$04$abcdefghijklmnopqrstuubzadhGtS2zEF.gu0yd0opP6cVzb.e0i'

  test.each([
    ['71 bytes is read to its end', of71, 71, 'outdated'],
    ['71 bytes does not fit with more behind them', of71, 72, false],
    ['72 bytes fits, but may have been of more', of72, 72, 'fits'],
    ['72 bytes fits with a wrong ending', of72, 80, 'fits'],
  ] as const)('attack: a wrong ending becomes the password; a bcrypt digest of %s', async (_, digest, length, fit) => {
    expect(await passwords.verify('x'.repeat(length), importDigest('bcrypt', digest)!)).toBe(fit)
  })

  const takesNul = (hasher: PasswordHasher) => /^(bcrypt$|pbkdf2|scrypt)/.test(hasher)

  test.each(known.filter(([hasher]) => takesNul(hasher)))(
    'attack: a password with a NUL behind it becomes the password; %s takes both for the same',
    async (hasher, password, digest) => {
      const typed = hasher === 'bcrypt' ? `${password}\0${password}` : `${password}\0`
      expect(await passwords.verify(typed, importDigest(hasher, digest)!)).toBe('fits')
    },
  )

  test.each(known.filter(([hasher]) => !takesNul(hasher)))(
    'an imported %s digest tells a password from one with a NUL behind it',
    async (...of) => {
      const [hasher, password, digest] = of
      expect(await passwords.verify(`${password}\0`, importDigest(hasher, digest)!)).toBe(false)
    },
  )

  test.each<[PasswordHasher, string, string]>([
    ['bcrypt', '$2a$31$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW', 'hours of work'],
    ['bcrypt', 'plain text', 'no digest'],
    ['argon2id', '$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$wWKIMhR9lyDFvRz9YTZweHKfbftvj+qf+YFY4NeBbtA', 'another algorithm'],
    ['argon2id', '$argon2id$v=19$m=9999999999,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8', 'all memory there is'],
    ['pbkdf2_sha256', 'pbkdf2_sha256$99999999$c2FsdA==$c2FsdA==', 'hours of work'],
    ['scrypt_firebase', `${firebaseHash}$42xEC+ixf3L2lw==$${firebaseSigner}$Bw==$8$30`, 'all memory there is'],
    ['bcrypt_sha256_django', 'bcrypt_sha256$$2a$31$NDjSAIcas.EcoxCRiArvT.MkNiPYVhrsrnJsRkLueZOoV1bsQqlmC', 'hours of work'],
    ['phpass', '$P$CohUJ.1sdFw09/bMaAQPTGDNi2BIUt1', 'the thread that answers requests, for long'],
    ['ldap_ssha', '{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=', 'another algorithm'],
    ['md5', 'password', 'no digest'],
  ])('importing as %s refuses %s: %s', (hasher, digest) => {
    expect(importDigest(hasher, digest)).toBeNull()
  })

  test('a stored digest that cannot be read fits nothing', async () => {
    expect(await fitsImported('password', 'md4 0123')).toBe(false)
    expect(await passwords.verify('password', '$argon2id$v=19$m=1,t=0,p=0$$')).toBe(false)
    expect(await passwords.verify('password', 'scrypt_werkzeug scrypt:3:8:1$salt$0011223344556677')).toBe(false)
  })
})
