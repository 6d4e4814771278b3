/**
 * Guesses at authenticator codes and backup codes, apart from those at the password: who gets this far has proved the first factor, and
 * strangers who guess at a password must not shut its owner out here.
 */
import { prepared } from '../../../database/prepared.js'
import type { Instance, Transaction } from '../../../start/instance.js'
import { type GuessLimit, isOver, lockEnd, oneMoreGuess } from '../users/guesses.js'

/** Call it in the transaction that gives a user what may be guessed at. */
export async function startCounting(tx: Transaction, userIds: string[]): Promise<void> {
  for (const userId of userIds) await begin(tx, userId)
}

const begin = prepared((db, userId: string) =>
  db
    .insertInto('second_factor_guesses')
    .values({ user_id: userId, failed_attempts: 0, guesses_locked_until: null })
    .onConflict((conflict) => conflict.column('user_id').doNothing()),
)

/** Counts one try and locks with the last one allowed; false while a lock holds. */
export async function countSecondGuess(instance: Instance, userId: string, limit: GuessLimit): Promise<boolean> {
  const now = instance.now()
  const counted = await instance.unsynced((held) => count(held, userId, now, limit.maxAttempts, lockEnd(now, limit)))
  return counted.length === 1
}

const count = prepared((db, userId: string, now: number, maxAttempts: number, lockUntil: number) =>
  db
    .updateTable('second_factor_guesses')
    .set((set) => oneMoreGuess(set, maxAttempts, lockUntil))
    .where('user_id', '=', userId)
    .where((where) => isOver(where.ref('guesses_locked_until'), now))
    .returning('user_id'),
)

/** When the lock that wrong guesses have brought runs out. */
export async function secondGuessesLockedUntil({ db }: Instance, userId: string): Promise<number | null> {
  const row = await db
    .selectFrom('second_factor_guesses')
    .select('guesses_locked_until')
    .where('user_id', '=', userId)
    .executeTakeFirst()
  return row?.guesses_locked_until ?? null
}

/** The right answer clears what wrong ones left behind. */
export const forgetSecondGuesses = prepared((db, userId: string) =>
  db.updateTable('second_factor_guesses').set({ failed_attempts: 0, guesses_locked_until: null }).where('user_id', '=', userId),
)
