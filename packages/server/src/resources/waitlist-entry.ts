import type { WaitlistEntry } from '@frontdesk/contract'
import { findInvitations, type InvitationRow } from '../capabilities/entering/invitations/invitations.js'
import type { WaitlistEntryRow } from '../capabilities/entering/waitlist/waitlist.js'
import type { Instance } from '../start/instance.js'
import { invitationResource } from './invitation.js'

/** Entries with their invitations, which are read at once. */
export async function loadWaitlistEntries(instance: Instance, rows: WaitlistEntryRow[]): Promise<WaitlistEntry[]> {
  const ids = rows.flatMap(({ invitation_id }) => invitation_id ?? [])
  const invitations = new Map((await findInvitations(instance, ids)).map((invitation) => [invitation.id, invitation]))
  return rows.map((row) => waitlistEntryResource(instance, row, invitations.get(row.invitation_id ?? '') ?? null))
}

export const waitlistEntryResource = (
  instance: Instance,
  row: WaitlistEntryRow,
  invitation: InvitationRow | null,
  url?: string,
): WaitlistEntry => ({
  object: 'waitlist_entry',
  id: row.id,
  email_address: row.email_address,
  status: row.status,
  is_locked: false,
  invitation: invitation && invitationResource(instance, invitation, url),
  created_at: row.created_at,
  updated_at: row.updated_at,
})
