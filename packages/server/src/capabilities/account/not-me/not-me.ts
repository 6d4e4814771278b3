/**
 * "This wasn't me": the link in a notice lets its reader end all sessions and open sign-ins of the account at once. The password goes
 * too, since the intruder may know it, and every passkey that was added while the link works, which may be the intruder's; a code by
 * e-mail lets the owner in again.
 */
import { digest } from '../../../crypto/digest.js'
import { type Instance, transaction } from '../../../start/instance.js'
import { endSessionsOf } from '../../devices/sessions/sessions.js'
import { endOpenSignIns } from '../../entering/sign-in/end-open.js'
import { checkSecret, claim } from '../../ground/one-time-secrets/one-time-secrets.js'
import { passkeysOf, removePasskey } from '../../identity/passkeys/passkeys.js'
import { findUser } from '../../identity/users/users.js'
import { removePasswordIn } from '../../management/users/passwords.js'
import { notMeLifetimeSeconds } from '../../telling/notices/not-me-link.js'

/** Shuts the account that the link was mailed about. @throws `verification_expired` for links that are used or too old */
export async function secureAccount(instance: Instance, token: string): Promise<void> {
  const proof = await checkSecret(instance, 'not_me', digest(token), token)
  await transaction(instance, async (tx) => {
    await claim(tx, proof)
    const userId = proof.payload! // issued with one
    await endSessionsOf(tx, userId)
    await endOpenSignIns(tx, userId)
    for (const passkey of await passkeysOf(tx, [userId]))
      if (passkey.created_at > tx.now() - notMeLifetimeSeconds * 1000) await removePasskey(tx, passkey)
    if (await findUser(tx, userId)) await removePasswordIn(tx, userId)
  })
}
