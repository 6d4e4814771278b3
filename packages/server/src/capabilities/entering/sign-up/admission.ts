/**
 * Who may sign up, where not everybody may. Every sign-up passes here when it begins and when it ends, whatever way it came; the setting is
 * read again each time, in the transaction, so that a sign-up that was closed meanwhile is closed.
 */
import { errors } from '@frontdesk/contract'
import { fromJson } from '../../../database/columns.js'
import type { Transaction } from '../../../start/instance.js'
import { presentSettings } from '../../ground/settings/stored.js'
import { acceptInvitation } from '../invitations/invitations.js'
import { completeEntry } from '../waitlist/waitlist.js'
import type { SignUpsTable } from './tables.js'

type Applicant = Pick<SignUpsTable, 'invitation_id'>

/** @throws `sign_up_mode_restricted`, `sign_up_restricted_waitlist` for who was not invited */
export async function requireAdmission(tx: Transaction, { invitation_id }: Applicant): Promise<void> {
  const { mode } = (await presentSettings(tx)).signUp
  if (mode === 'public' || invitation_id !== null) return
  throw mode === 'waitlist' ? errors.signUpByWaitlist() : errors.signUpRestricted()
}

/**
 * The same at the end: an invitation is accepted with that, once. Answers the metadata that it gives the user.
 * @throws as `requireAdmission` and `acceptInvitation` do
 */
export async function admit(tx: Transaction, applicant: Applicant): Promise<Record<string, unknown>> {
  await requireAdmission(tx, applicant)
  if (applicant.invitation_id === null) return {}
  const { public_metadata } = await acceptInvitation(tx, applicant.invitation_id)
  await completeEntry(tx, applicant.invitation_id)
  return fromJson<Record<string, unknown>>(public_metadata)
}
