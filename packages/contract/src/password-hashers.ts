import * as z from 'zod'

/** How digests of passwords from elsewhere were made. */
export const passwordHasher = z.enum([
  'argon2i',
  'argon2id',
  'bcrypt',
  'pbkdf2_sha256',
  'pbkdf2_sha256_django',
  'pbkdf2_sha512',
  'scrypt_firebase',
  'scrypt_werkzeug',
])
export type PasswordHasher = z.infer<typeof passwordHasher>
