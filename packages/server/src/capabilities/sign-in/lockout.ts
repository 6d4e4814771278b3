/** Ten failures in a row lock an account for an hour (both configurable). A try is counted before it is checked, so parallel guesses count. */
import { errors } from '@frontdesk/contract'
import type { Instance } from '../../instance.js'
import { countGuess } from '../users/guesses.js'
import { findUser } from '../users/users.js'

/** @throws `user_locked` with the seconds until the account opens again */
export async function countTry(instance: Instance, userId: string): Promise<void> {
  if (await countGuess(instance, userId, instance.options.lockout)) return

  const user = await findUser(instance, userId)
  const lockedUntil = Math.max(user?.locked_until ?? 0, user?.guesses_locked_until ?? 0)
  throw errors.userLocked(Math.max(0, Math.ceil((lockedUntil - instance.now()) / 1000)))
}
