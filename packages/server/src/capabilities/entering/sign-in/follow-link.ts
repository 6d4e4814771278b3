/** A sign-in goes on by the link that was mailed for it: for the person whom it is about, and the address that it was sent to. */
import { errors } from '@frontdesk/contract'
import { type Instance, transaction } from '../../../start/instance.js'
import type { Device } from '../../devices/clients/device.js'
import type { Bound } from '../../ground/email-links/links.js'
import type { Proof } from '../../ground/one-time-secrets/one-time-secrets.js'
import { requireUser } from '../../identity/users/users.js'
import { signInClaim } from '../factors/email-link.js'
import { factors, findFirstStep } from '../factors/matrix.js'
import { accountOfUser, turnOf } from './account.js'
import { moveOn } from './move-on.js'
import { type Advanced, findOpenSignIn, writeSignIn } from './sign-in.js'

/** @throws `verification_expired` where the sign-in went on in another way, or the address is no longer theirs; as `attemptFirstFactor` */
export async function followSignInLink(
  instance: Instance,
  device: Device,
  id: string,
  proof: Proof,
  { userId, emailAddress }: Bound,
): Promise<Advanced> {
  const signIn = await findOpenSignIn(instance, device.client, id)
  const step = findFirstStep(instance.settings, 'email_link')
  if (!step || signIn.status !== 'needs_first_factor') throw errors.verificationExpired()
  if (signIn.user_id === null || signIn.user_id !== userId) throw errors.verificationExpired()
  const account = await accountOfUser(instance, await requireUser(instance, signIn.user_id))
  const address = account.emailAddresses.find((own) => own.id === signIn.identification_id && own.email_address === emailAddress)
  if (!address) throw errors.verificationExpired()

  return instance.turns.take(turnOf(account, signIn.identifier), () =>
    transaction(instance, async (tx) => {
      const moved = await moveOn(tx, device, signIn, account, step, signInClaim(proof, address), factors)
      return { signIn: await writeSignIn(tx, signIn, moved.columns), device: moved.device }
    }),
  )
}
