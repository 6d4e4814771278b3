import { createHash, timingSafeEqual } from 'node:crypto'

/** What is stored of a secret that is long and random by itself: SHA-256, base64url. Passwords go to `passwords.ts` instead. */
export const digest = (secret: string): string => createHash('sha256').update(secret).digest('base64url')

/** Whether the secret belongs to the stored digest, in time that does not depend on where they differ. */
export const matchesDigest = (secret: string, stored: string): boolean => isSame(digest(secret), stored)

/** Whether two texts are the same, in time that does not depend on where they differ. */
export function isSame(one: string, other: string): boolean {
  const a = Buffer.from(one)
  const b = Buffer.from(other)
  return a.length === b.length && timingSafeEqual(a, b)
}
