import { errors } from '@frontdesk/contract'
import { flag } from '../../../database/columns.js'
import { type Instance, type Transaction, transaction } from '../../../start/instance.js'
import { endSessionsOf } from '../../devices/sessions/sessions.js'
import { endOpenSignIns } from '../../entering/sign-in/end-open.js'
import { lockUserRow, requireUser, type UserRow, updateUser } from '../../identity/users/users.js'

/**
 * Checks a password for the app. It locks nobody out, since the app is not the person who guesses; the number of checks per minute and
 * user is limited instead, by the route.
 * @throws `incorrect_password`, `no_password_set`, `resource_not_found`
 */
export async function verifyPassword(instance: Instance, id: string, password: string): Promise<void> {
  const user = await requireUser(instance, id)
  if (user.password_digest === null) throw errors.passwordNotSet()
  if (!(await instance.passwords.verify(password, user.password_digest))) throw errors.incorrectPassword()
}

/** A user without a password stays as it is, and no event tells of it; the sessions end all the same if asked. @throws `resource_not_found` */
export async function removePassword(instance: Instance, id: string, options: { signOut: boolean }): Promise<UserRow> {
  return transaction(instance, async (tx) => {
    if (options.signOut) await endSessionsOf(tx, id)
    return removePasswordIn(tx, id)
  })
}

/** The same, in a transaction that does more. @throws `resource_not_found` */
export async function removePasswordIn(tx: Transaction, id: string): Promise<UserRow> {
  const user = await lockUserRow(tx, id)
  if (user.password_digest === null) return user

  const changed = await updateUser(tx, id, { password_digest: null, password_updated_at: null, password_compromised: 0 })
  await endOpenSignIns(tx, id)
  tx.tell('user.updated', changed.id)
  return changed
}

/**
 * Whether others may know the password: then it signs nobody in until it is changed or reset.
 * @throws `resource_not_found`, `no_password_set`
 */
export async function markPassword(
  instance: Instance,
  id: string,
  { compromised, signOut }: { compromised: boolean; signOut: boolean },
): Promise<UserRow> {
  return transaction(instance, async (tx) => {
    if (signOut) await endSessionsOf(tx, id)
    const user = await lockUserRow(tx, id)
    if (user.password_digest === null) throw errors.passwordNotSet()
    const changed = await updateUser(tx, id, { password_compromised: flag(compromised) })
    if (compromised) await endOpenSignIns(tx, id)
    tx.tell('user.updated', id)
    return changed
  })
}
