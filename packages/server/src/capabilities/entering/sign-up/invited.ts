/** What a ticket brings to a sign-up: the address that was invited, which counts as verified as long as the invitation holds. */
import { errors } from '@frontdesk/contract'
import type { Instance } from '../../../start/instance.js'
import { verifiedBy } from '../../ground/one-time-secrets/verification.js'
import { findVerifiedEmailAddress } from '../../identity/email-addresses/email-addresses.js'
import { requirePending } from '../invitations/invitations.js'
import { checkTicket, readTicket } from '../tickets/tickets.js'
import type { SignUpsTable } from './tables.js'

type Invited = Pick<SignUpsTable, 'invitation_id' | 'email_address' | 'email_address_verification'>

/**
 * @throws `ticket_invalid_code`, `sign_in_token_not_in_sign_in_code`, `invitation_account_exists` for who has an account by now,
 * `form_param_value_invalid` for another address than the invited one, and as `requirePending` does
 */
export async function readInvitation(instance: Instance, ticket: string, typed: string | null | undefined): Promise<Invited> {
  const read = readTicket(ticket)
  if (read.kind !== 'inv') throw errors.signInTokenNotInSignIn()
  const { id, email_address } = await requirePending(instance, read.sourceId)
  await checkTicket(instance, read)
  if (await findVerifiedEmailAddress(instance, email_address)) throw errors.invitationForUser()
  if (typed && typed !== email_address) throw errors.invitationForOther()
  return { invitation_id: id, email_address, email_address_verification: verifiedBy('ticket') }
}

/** The invited address stays: the invitation vouches for no other. @throws `form_param_value_invalid` */
export function refuseOtherAddress(
  signUp: Pick<SignUpsTable, 'invitation_id' | 'email_address'>,
  typed: string | null | undefined,
): void {
  if (signUp.invitation_id !== null && typed !== undefined && typed !== signUp.email_address) throw errors.invitationForOther()
}
