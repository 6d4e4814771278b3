/**
 * A person's own password. Changing it takes the current one: a session on a computer left open is not enough. Wrong answers
 * are counted in the session, so that nobody who guesses locks others out, and nobody else's guesses lock this change.
 */
import { errors } from '@frontdesk/contract'
import { type Instance, type Transaction, transaction } from '../../../start/instance.js'
import { endOthersWaiting, finishTask } from '../../devices/sessions/finish-task.js'
import { forgetGuesses } from '../../devices/sessions/guesses.js'
import { endOtherSessions, type SessionRow } from '../../devices/sessions/sessions.js'
import { hasTask } from '../../devices/sessions/tasks.js'
import { countOwnTry } from '../../entering/factors/lockout.js'
import { endOpenSignIns } from '../../entering/sign-in/end-open.js'
import { emailAddressesOf } from '../../identity/email-addresses/email-addresses.js'
import { chooserOf } from '../../identity/passwords/personal.js'
import { requireAcceptablePassword } from '../../identity/passwords/rules.js'
import { requireAdmitted } from '../../identity/users/admission.js'
import { lockUserRow, requireUser, type UserChanges, type UserRow, updateUser } from '../../identity/users/users.js'
import type { ChangedBy } from '../../telling/notices/notice-mail.js'
import { tellOwner } from '../../telling/notices/notices.js'

export interface PasswordChange {
  current_password?: string | null | undefined
  new_password: string
  sign_out_of_other_sessions?: boolean | undefined
}

/**
 * Sets a first password or replaces the one there is, which ends the task to do so; the user's other sessions end if asked.
 * @throws `form_param_missing`, `form_password_incorrect`, `user_locked`, and what `requireAcceptablePassword` throws
 */
export async function changePassword(
  instance: Instance,
  session: SessionRow,
  { current_password, new_password, sign_out_of_other_sessions }: PasswordChange,
  by: ChangedBy,
): Promise<UserRow> {
  const chooser = await chooserOf(instance, await requireUser(instance, session.user_id))
  await requireAcceptablePassword(instance, new_password, chooser, 'new_password')
  return inTurn(instance, session, async (user) => {
    if (user.password_digest !== null && !mayReset(user, session))
      await requireCurrentPassword(instance, user, session, current_password)
    const digest = await instance.passwords.hash(new_password)

    return transaction(instance, async (tx) => {
      const changed = await writePassword(tx, user, session, { password_digest: digest, password_updated_at: tx.now() })
      await tellOwner(tx, user.id, { kind: 'password_changed' }, by)
      if (sign_out_of_other_sessions) await endOtherSessions(tx, user.id, session.id)
      return changed
    })
  })
}

/**
 * Removes the password, as long as a code by e-mail can take its place.
 * @throws `no_password_set`, `form_param_missing`, `form_password_incorrect`, `user_locked`, `password_required`
 */
export async function removeOwnPassword(
  instance: Instance,
  session: SessionRow,
  currentPassword: string | null | undefined,
  by: ChangedBy,
): Promise<UserRow> {
  return inTurn(instance, session, async (user) => {
    if (user.password_digest === null) throw errors.passwordNotSet()
    await requireCurrentPassword(instance, user, session, currentPassword)

    return transaction(instance, async (tx) => {
      const changed = await writePassword(tx, user, session, { password_digest: null, password_updated_at: null })
      const addresses = await emailAddressesOf(tx, [user.id])
      if (!addresses.some((address) => address.verified_at !== null)) throw errors.passwordRequired()
      await tellOwner(tx, user.id, { kind: 'password_removed' }, by)
      return changed
    })
  })
}

/** Answers about one password take turns; each is about the password that the one before has left. */
const inTurn = <T>(instance: Instance, { user_id }: SessionRow, work: (user: UserRow) => Promise<T>): Promise<T> =>
  instance.turns.take(user_id, async () => work(await requireUser(instance, user_id)))

/** Others may know the password, so knowing it proves nothing: the session began by another way, and waits for a new one. */
const mayReset = ({ password_compromised }: UserRow, session: SessionRow) =>
  password_compromised === 1 && hasTask(session, 'reset-password')

async function requireCurrentPassword(
  instance: Instance,
  user: UserRow,
  session: SessionRow,
  answer: string | null | undefined,
): Promise<void> {
  if (!answer) throw errors.formParamMissing('current_password')
  await countOwnTry(instance, user, session)
  if (!(await instance.passwords.verify(answer, user.password_digest))) throw errors.formPasswordIncorrect('current_password')
}

/** The answer was about the password that was there before: one that was changed meanwhile stays. */
async function writePassword(tx: Transaction, user: UserRow, session: SessionRow, changes: UserChanges): Promise<UserRow> {
  await forgetGuesses(tx, session.id) // sessions are written before users, as everywhere
  await finishTask(tx, session, 'reset-password')
  await endOthersWaiting(tx, session, 'reset-password')
  const current = await lockUserRow(tx, user.id)
  if (current.password_digest !== user.password_digest) throw errors.formPasswordIncorrect('current_password')
  requireAdmitted(tx, current)

  const rightAnswer = { failed_attempts: 0, guesses_locked_until: null }
  const changed = await updateUser(tx, user.id, { ...changes, ...rightAnswer, password_compromised: 0 })
  await endOpenSignIns(tx, user.id)
  tx.tell('user.updated', changed.id)
  return changed
}
