/** Ten failures in a row lock an account for an hour (both configurable). A try is counted before it is checked, so parallel guesses count. */
import { errors } from '@frontdesk/contract'
import type { Instance } from '../../instance.js'
import { countAttempt, findUser } from '../users/users.js'

/** @throws `user_locked` with the seconds until the account opens again */
export async function countTry(instance: Instance, userId: string): Promise<void> {
  const { maxAttempts, durationSeconds } = instance.options.lockout
  if (await countAttempt(instance, userId, maxAttempts, durationSeconds * 1000)) return

  const user = await findUser(instance, userId)
  const remainingMs = Math.max(0, (user?.locked_until ?? 0) - instance.now())
  throw errors.userLocked(Math.ceil(remainingMs / 1000))
}
