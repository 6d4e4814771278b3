/**
 * An administrator's lock: nothing signs the user in until it runs out, sign-ins under way end, sessions go on. Wrong guesses have a lock
 * of their own, which leaves the owner a way in: see `sign-in/lockout.ts`.
 */
import { type Instance, type Transaction, transaction } from '../../../start/instance.js'
import { endOpenSignIns } from '../../entering/sign-in/end-open.js'
import { type UserChanges, type UserRow, updateUser } from '../../identity/users/users.js'

/** @throws `resource_not_found` */
export async function lockUser(instance: Instance, id: string): Promise<UserRow> {
  return transaction(instance, async (tx) => {
    const user = await writeLock(tx, id, { locked_until: lockEnd(tx) })
    await endOpenSignIns(tx, id)
    return user
  })
}

/** Wrong guesses are forgotten too. @throws `resource_not_found` */
export const unlockUser = (instance: Instance, id: string): Promise<UserRow> =>
  transaction(instance, (tx) => writeLock(tx, id, { locked_until: null, guesses_locked_until: null, failed_attempts: 0 }))

/** When a lock that begins now runs out. */
export const lockEnd = (instance: Instance): number => instance.now() + instance.settings.lockout.durationSeconds * 1000

async function writeLock(tx: Transaction, id: string, changes: UserChanges): Promise<UserRow> {
  const user = await updateUser(tx, id, changes)
  tx.tell('user.updated', user.id)
  return user
}
