/** A locked user can't sign in until the lock runs out; sessions go on. Too many failed attempts lock as well, in `users.ts`. */
import { type Instance, transaction } from '../../instance.js'
import { recordEvent } from '../events/events.js'
import { loadBackendUser } from '../users/load.js'
import { type UserChanges, type UserRow, updateUser } from '../users/users.js'

/** @throws `resource_not_found` */
export const lockUser = (instance: Instance, id: string): Promise<UserRow> =>
  writeLock(instance, id, { locked_until: lockEnd(instance) })

/** Failed attempts are forgotten too. @throws `resource_not_found` */
export const unlockUser = (instance: Instance, id: string): Promise<UserRow> =>
  writeLock(instance, id, { locked_until: null, failed_attempts: 0 })

/** When a lock that begins now runs out. */
export const lockEnd = (instance: Instance): number => instance.now() + instance.options.lockout.durationSeconds * 1000

async function writeLock(instance: Instance, id: string, changes: UserChanges): Promise<UserRow> {
  return transaction(instance, async (tx) => {
    const user = await updateUser(tx, id, changes)
    await recordEvent(tx, 'user.updated', await loadBackendUser(tx, user))
    return user
  })
}
