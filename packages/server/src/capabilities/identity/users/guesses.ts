/** Guesses at an account's password: counted in its row, and locked by it, on all nodes at once. */
import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely'
import { prepared } from '../../../database/prepared.js'
import type { Tables } from '../../../database/tables.js'
import type { Instance } from '../../../start/instance.js'

export interface GuessLimit {
  maxAttempts: number
  durationSeconds: number
}

/** Counts one try and locks with the last one allowed; false while a lock holds. A sign-in that succeeds sets both back. */
export async function countGuess(instance: Instance, id: string, limit: GuessLimit): Promise<boolean> {
  const now = instance.now()
  const counted = await instance.unsynced((held) => count(held, id, now, limit.maxAttempts, lockEnd(now, limit)))
  return counted.length === 1
}

const count = prepared((db, id: string, now: number, maxAttempts: number, lockUntil: number) =>
  db
    .updateTable('users')
    .set((set) => oneMoreGuess(set, maxAttempts, lockUntil))
    .where('id', '=', id)
    .where((where) => isOver(where.ref('locked_until'), now))
    .where((where) => isOver(where.ref('guesses_locked_until'), now))
    .returning('id'),
)

export const lockEnd = (now: number, { durationSeconds }: GuessLimit): number => now + durationSeconds * 1000

type Counting = 'users' | 'sessions' | 'second_factor_guesses'

/** One more try, and the lock that comes with the last one allowed. After a lock that ran out the count begins at one. */
export function oneMoreGuess<Table extends Counting>(
  set: ExpressionBuilder<Tables, Table>,
  maxAttempts: number,
  lockUntil: number,
) {
  const columns = set as ExpressionBuilder<Tables, 'users'> // all have these two columns
  const tries = columns
    .case()
    .when('guesses_locked_until', 'is not', null)
    .then(1)
    .else(columns('failed_attempts', '+', 1))
    .end()
  return {
    failed_attempts: tries,
    guesses_locked_until: columns
      .case()
      .when(tries, '>=', maxAttempts)
      .then(sql<number>`cast(${lockUntil} as bigint)`)
      .else(null)
      .end(),
  }
}

/** Whether the lock in that column holds no longer, or never did. */
export const isOver = (lock: Expression<number | null>, now: number) => sql<SqlBool>`(${lock} is null or ${lock} <= ${now})`
