/**
 * Which kinds of digests this instance has besides its own, with a sample of each: so that where accounts are hidden, every answer can be
 * compared with one of each kind, and a slow one tells nothing.
 */
import { ApiError } from '@frontdesk/contract'
import { sampleOf } from '../../../crypto/asked-elsewhere.js'
import { kindOf } from '../../../crypto/password-kind.js'
import { prepared } from '../../../database/prepared.js'
import type { Instance, Transaction } from '../../../start/instance.js'

/** Remembers the kind of a digest that was made elsewhere. */
export async function notePasswordKind(tx: Transaction, digest: string): Promise<void> {
  const id = kindOf(digest)
  if (id === null) return
  await tx.db
    .insertInto('password_kinds')
    .values({ id, sample: sampleOf(digest) })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute()
}

const all = prepared((db) => db.selectFrom('password_kinds').selectAll().orderBy('id'))

/**
 * As `passwords.verify`, with one comparison for each kind of digest, whichever the given one is of. With null for the digest none fits.
 */
export async function verifyAmongKinds(instance: Instance, answer: string, digest: string | null) {
  const own = digest === null ? null : kindOf(digest)
  const kinds = new Map((await all(instance)).map(({ id, sample }) => [id, sample]))
  if (digest !== null && own !== null) kinds.set(own, digest)

  const fits = await instance.passwords.verify(answer, own === null ? digest : null)
  let fit = own === null ? fits : false
  for (const [kind, compared] of kinds) {
    const given = await instance.passwords.verify(answer, compared).catch(fitsNothing)
    if (kind === own) fit = given
  }
  return fit
}

/** A service that does not answer tells nobody whether it would be asked about them. A full queue is told to all. */
function fitsNothing(error: unknown): false {
  if (error instanceof ApiError && error.status === 503) return false
  throw error
}
