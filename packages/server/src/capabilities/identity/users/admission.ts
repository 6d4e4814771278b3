/** Whom an administrator keeps out: a ban until it is lifted, a lock until it runs out. */
import { errors } from '@frontdesk/contract'
import type { Instance } from '../../../start/instance.js'
import type { UserRow } from './users.js'

type Admitted = Pick<UserRow, 'banned' | 'locked_until'>

export const isAdmitted = (instance: Instance, { banned, locked_until }: Admitted): boolean =>
  !banned && (locked_until ?? 0) <= instance.now()

/** @throws `user_banned`, `user_locked` */
export function requireAdmitted(instance: Instance, user: Admitted): void {
  if (user.banned) throw errors.userBanned()
  requireUnlocked(instance, user)
}

/** @throws `user_locked` while an administrator's lock holds */
export function requireUnlocked(instance: Instance, user: Admitted): void {
  const lockedMs = (user.locked_until ?? 0) - instance.now()
  if (lockedMs > 0) throw errors.userLocked(Math.ceil(lockedMs / 1000))
}
