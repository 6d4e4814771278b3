import { errors } from '@frontdesk/contract'
import { type Instance, transaction } from '../../../start/instance.js'
import type { Device } from '../../devices/clients/device.js'
import { endOtherSessions } from '../../devices/sessions/sessions.js'
import { chooserOf } from '../../identity/passwords/personal.js'
import { requireAcceptablePassword } from '../../identity/passwords/rules.js'
import { requireUser, updateUser } from '../../identity/users/users.js'
import { tellOwner } from '../../telling/notices/notices.js'
import { complete } from '../factors/complete.js'
import { factors } from '../factors/matrix.js'
import { endOpenSignIns } from './end-open.js'
import { type Advanced, findOpenSignIn, firstFactorOf, writeSignIn } from './sign-in.js'
import { enter, holdOn } from './steps.js'

/**
 * Sets the new password after a reset code; the sign-in is complete then, or needs a second factor. The user's other sessions end if asked.
 * @throws `resource_not_found`, `verification_missing`, `verification_expired`, and as `requireAcceptablePassword` and `createSession` do
 */
export async function resetPassword(
  instance: Instance,
  device: Device,
  id: string,
  password: string,
  signOutOfOtherSessions: boolean,
  matrix = factors,
): Promise<Advanced> {
  const signIn = await findOpenSignIn(instance, device.client, id)
  if (signIn.status !== 'needs_new_password') throw errors.verificationMissing()
  const first = firstFactorOf(instance, signIn)
  const { userId } = first
  await requireAcceptablePassword(instance, password, await chooserOf(instance, await requireUser(instance, userId)))
  const digest = await instance.passwords.hash(password)

  return transaction(instance, async (tx) => {
    const user = await updateUser(tx, userId, { password_digest: digest, password_updated_at: tx.now(), password_compromised: 0 })
    tx.tell('user.updated', user.id)
    await tellOwner(tx, userId, { kind: 'password_changed' }, device)
    const enough = complete(tx.settings, user, [first], matrix)
    const moved =
      'needs' in enough ? await holdOn(tx, device, signIn, first, 'needs_second_factor') : await enter(tx, device, signIn, enough)
    const done = await writeSignIn(tx, signIn, moved.columns)
    await endOpenSignIns(tx, userId, signIn.id)
    if (signOutOfOtherSessions) await endOtherSessions(tx, userId, done.created_session_id ?? '')
    return { signIn: done, device: moved.device }
  })
}
