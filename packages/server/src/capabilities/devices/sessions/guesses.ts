/**
 * A browser in which a user has had a session is known to the account. Its wrong passwords are counted in that session, so that those of
 * strangers don't shut it out.
 */
import { prepared } from '../../../database/prepared.js'
import { updateRow } from '../../../database/rows.js'
import type { Instance, Transaction } from '../../../start/instance.js'
import { type GuessLimit, isOver, lockEnd, oneMoreGuess } from '../../identity/users/guesses.js'

/** Counts one try by a known browser; false for one that is not known, or has guessed too often. */
export async function countGuessByKnown(
  instance: Instance,
  clientId: string,
  userId: string,
  limit: GuessLimit,
): Promise<boolean> {
  const now = instance.now()
  const counted = await instance.unsynced((held) =>
    countInLatest(held, clientId, userId, now, limit.maxAttempts, lockEnd(now, limit)),
  )
  return counted.length === 1
}

const countInLatest = prepared((db, clientId: string, userId: string, now: number, maxAttempts: number, lockUntil: number) =>
  db
    .updateTable('sessions')
    .set((set) => oneMoreGuess(set, maxAttempts, lockUntil))
    .where('id', '=', (latest) =>
      latest
        .selectFrom('sessions')
        .select('id')
        .where('client_id', '=', clientId)
        .where('user_id', '=', userId)
        .orderBy('created_at', 'desc')
        .orderBy('id', 'desc')
        .limit(1),
    )
    .where((where) => isOver(where.ref('guesses_locked_until'), now))
    .returning('id'),
)

/** Counts one try by the user of this session; false once it has guessed too often. */
export async function countGuessInSession(instance: Instance, id: string, limit: GuessLimit): Promise<boolean> {
  const now = instance.now()
  const counted = await instance.unsynced((held) => countInOne(held, id, now, limit.maxAttempts, lockEnd(now, limit)))
  return counted.length === 1
}

const countInOne = prepared((db, id: string, now: number, maxAttempts: number, lockUntil: number) =>
  db
    .updateTable('sessions')
    .set((set) => oneMoreGuess(set, maxAttempts, lockUntil))
    .where('id', '=', id)
    .where((where) => isOver(where.ref('guesses_locked_until'), now))
    .returning('id'),
)

/** The right answer clears what wrong guesses left behind. */
export async function forgetGuesses(tx: Transaction, sessionId: string): Promise<void> {
  await updateRow(tx, 'sessions', sessionId, { failed_attempts: 0, guesses_locked_until: null })
}
