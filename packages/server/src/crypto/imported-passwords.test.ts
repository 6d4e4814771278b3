import { createHash } from 'node:crypto'
import { type PasswordHasher, passwordHasher } from '@frontdesk/contract'
import { describe, expect, test } from 'vitest'
import { firebaseHash, firebaseSigner, goldenDigests as known } from '../testing/golden-digests.js'
import { fitsImported, importDigest } from './imported-passwords.js'
import { createPasswords } from './passwords.js'

describe('imported password digests', () => {
  const passwords = createPasswords()

  test('every hasher has a known digest to import', () => {
    const withDigests = passwordHasher.options.filter((hasher) => hasher !== 'awscognito')
    expect(known.map(([hasher]) => hasher).toSorted()).toEqual(withDigests.toSorted())
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

  const longPepper = '4b6f2e51'.repeat(16) // of 128 letters, as Devise makes them

  test.each<[what: string, hasher: PasswordHasher, password: string, digest: string]>([
    ['the salt behind the password', 'md5_salted', 'correct horse', 'NaCl$5af3612cb8ad14d34cd17b21ceeb449d'],
    ['the salt behind the hash', 'md5_salted', 'correct horse', 'd897cc54e94fe33e4da398599cbdfbec$NaCl'],
    [
      'the salt behind both, and capital digits',
      'sha256_salted',
      'correct horse',
      '459B757DF3D40423C89B513188199EDBF3EAE8B8F198E57E52EC130F16141179$NaCl',
    ],
    [
      'a key that is meant as it stands',
      'hmac_sha256_utf16_b64',
      'correct horse',
      'hmac_sha256_utf16_b64$4XCFmx9d9na717roACa6Y23PrAkisUMBVzzzeXZLcsI=$c2VjcmV0IGtleSBvZiB0aGlzIHRlc3Q=',
    ],
    ['the prefix of phpBB', 'phpass', 'correct horse', '$H$9NaClNaClP/XA/5ObMxQiq8Rzal0MB.'],
    ['no MD5 beneath', 'md5_phpass', 'correct horse', '$H$9NaClNaClP/XA/5ObMxQiq8Rzal0MB.'],
    [
      'a pepper that reaches beyond what bcrypt reads',
      'bcrypt_peppered',
      'correct horse',
      `$2b$04$abcdefghijklmnopqrstuu141vgnY7FPA.myv/cOiLXauq1oQJqzC$${longPepper}`,
    ],
    ['capital digits', 'md5', 'password', '5F4DCC3B5AA765D61D8327DEB882CF99'],
    [
      "the dollar of Clerk's documents",
      'scrypt_werkzeug',
      'pleaseletmein',
      '$scrypt:16384:8:1$SodiumChloride$7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887',
    ],
  ])('an imported digest may have %s (%s)', async (_, hasher, password, digest) => {
    const stored = importDigest(hasher, digest)!
    expect(await passwords.verify(password, stored)).toBe('outdated')
    expect(await passwords.verify(`${password}.`, stored)).toBe(false)
  })

  test('attack: an MD5 of the old database opens the account that phpass guards', async () => {
    const md5 = '3cb4e732631f47e6eb961f34554b7cde'
    const [, password, digest] = known.find(([hasher]) => hasher === 'md5_phpass')!
    expect(createHash('md5').update(password).digest('hex')).toBe(md5)
    expect(await passwords.verify(md5, importDigest('md5_phpass', digest)!)).toBe(false)
  })

  test('attack: part of the salt is typed with the password; which of both it is, the digest does not say', async () => {
    const digest = importDigest('md5_salted', `a$${createHash('md5').update('axya').digest('hex')}`)! // `xya` behind, or `axy` before
    for (const password of ['xya', 'axy']) expect(await passwords.verify(password, digest)).toBe('fits')
  })

  const takesNul = (hasher: PasswordHasher) => /^(bcrypt$|bcrypt_peppered|pbkdf2|scrypt)/.test(hasher)

  test.each(known.filter(([hasher]) => takesNul(hasher)))(
    'attack: a password with a NUL behind it becomes the password; %s takes both for the same',
    async (hasher, password, digest) => {
      const pepper = digest.split('$')[4] ?? '' // bcrypt reads both again and again, a NUL between
      const typed = hasher.startsWith('bcrypt') ? `${password}${pepper}\0${password}` : `${password}\0`
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
    ['md5_salted', '$5f4dcc3b5aa765d61d8327deb882cf99', 'no salt'],
    ['pbkdf2_sha256', 'pbkdf2_sha256$2500001$c2FsdA==$c2FsdA==', 'seconds of work'],
    ['scrypt_werkzeug', `scrypt:131072:16:1$salt$${'00'.repeat(64)}`, 'much memory'],
    ['scrypt_werkzeug', `scrypt:131072:8:9$salt$${'00'.repeat(64)}`, 'seconds of work'],
    ['scrypt_werkzeug', `scrypt:16383:8:1$salt$${'00'.repeat(64)}`, 'a cost that scrypt does not know'],
    ['sha512_symfony', `sha512_symfony$50001$salt$${'A'.repeat(86)}==`, 'the thread that answers requests, for long'],
    ['sha512_symfony', `sha512_symfony$0$salt$${'A'.repeat(86)}==`, 'no rounds'],
    ['hmac_sha256_utf16_b64', 'nrV3CtuLQLU+zt2ZNEaY1oxqVm9Go8x21vgX8Y6tOhQ=', 'no key'],
    ['bcrypt_peppered', '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW', 'no pepper'],
    ['argon2id', '$argon2id$v=19$m=262145,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc', 'much memory'],
    ['argon2id', '$argon2id$v=19$m=65536,t=17,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc', 'seconds of work'],
  ])('importing as %s refuses %s: %s', (hasher, digest) => {
    expect(importDigest(hasher, digest)).toBeNull()
  })

  test('a stored digest that cannot be read fits nothing', async () => {
    expect(await fitsImported('password', 'md4 0123')).toBe(false)
    expect(await passwords.verify('password', '$argon2id$v=19$m=1,t=0,p=0$$')).toBe(false)
    expect(await passwords.verify('password', 'scrypt_werkzeug scrypt:3:8:1$salt$0011223344556677')).toBe(false)
  })
})
