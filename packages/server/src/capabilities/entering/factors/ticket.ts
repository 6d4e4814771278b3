/**
 * A ticket names who signs in: by a sign-in token the user that an app chose, by an invitation the user who has its address by now. It is
 * the first factor; where the user has enrolled a second one, that is still asked for.
 */
import { errors } from '@frontdesk/contract'
import type { Instance, Transaction } from '../../../start/instance.js'
import { type VerifiedFactor, verifiedFactor } from '../../devices/sessions/completed-sign-in.js'
import { verifiedBy } from '../../ground/one-time-secrets/verification.js'
import { findVerifiedEmailAddress } from '../../identity/email-addresses/email-addresses.js'
import { requireUser } from '../../identity/users/users.js'
import { acceptInvitation, requirePending } from '../invitations/invitations.js'
import { requirePendingToken, useSignInToken } from '../sign-in-tokens/sign-in-tokens.js'
import { checkTicket, readTicket, type Ticket } from '../tickets/tickets.js'
import { completeEntry } from '../waitlist/waitlist.js'
import type { Naming, NamingFactor } from './factor.js'

const strategy = 'ticket'

export const ticket: NamingFactor = {
  answer: 'ticket',
  isOn: ({ signIn }) => signIn.ticket,
  async check(instance, _about, answer) {
    const read = readTicket(answer)
    return read.kind === 'sit' ? bySignInToken(instance, read) : byInvitation(instance, read)
  },
}

async function bySignInToken(instance: Instance, read: Ticket): Promise<Naming> {
  const token = await requirePendingToken(instance, read.sourceId)
  await checkTicket(instance, read)
  const user = await requireUser(instance, token.user_id)
  return {
    user,
    verification: verifiedBy(strategy),
    async settle(tx) {
      await useSignInToken(tx, token.id)
      return proofOf(tx, user.id, { kind: 'none' }) // the app vouches for them
    },
  }
}

/** @throws `invitation_account_not_exists` where a sign-up is what the invitation is for */
async function byInvitation(instance: Instance, read: Ticket): Promise<Naming> {
  const invitation = await requirePending(instance, read.sourceId)
  await checkTicket(instance, read)
  const address = await findVerifiedEmailAddress(instance, invitation.email_address)
  if (!address) throw errors.invitationForNobody()
  const user = await requireUser(instance, address.user_id)
  return {
    user,
    verification: verifiedBy(strategy),
    async settle(tx) {
      await acceptInvitation(tx, invitation.id)
      await completeEntry(tx, invitation.id)
      return proofOf(tx, user.id, { kind: 'email_address', id: address.id }) // it lasts as long as the address is the user's
    },
  }
}

const proofOf = (tx: Transaction, userId: string, proven: VerifiedFactor['proven']): VerifiedFactor<'first'> =>
  verifiedFactor({ strategy, userId, verifiedAt: tx.now(), proven })
