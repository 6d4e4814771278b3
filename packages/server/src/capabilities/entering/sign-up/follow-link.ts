/** A sign-up goes on by the link that was mailed for it: with the address that it was sent to, and with no other. */
import { errors } from '@frontdesk/contract'
import type { Instance } from '../../../start/instance.js'
import type { Device } from '../../devices/clients/device.js'
import type { Bound } from '../../ground/email-links/links.js'
import type { Proof } from '../../ground/one-time-secrets/one-time-secrets.js'
import { addressClaim } from '../factors/email-link.js'
import { findIdentifierFactor } from '../factors/matrix.js'
import { type Advanced, findOpenSignUp, verifyIdentifier } from './sign-up.js'

/** @throws `verification_expired` where the sign-up has another address by now */
export async function followSignUpLink(
  instance: Instance,
  device: Device,
  id: string,
  proof: Proof,
  { emailAddress }: Bound,
): Promise<Advanced> {
  const signUp = await findOpenSignUp(instance, device.client, id)
  if (!findIdentifierFactor(instance.settings, 'email_link') || signUp.email_address !== emailAddress)
    throw errors.verificationExpired()
  return verifyIdentifier(instance, device, signUp, 'email_address', addressClaim(proof, emailAddress))
}
