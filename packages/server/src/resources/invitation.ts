import type { Invitation } from '@frontdesk/contract'
import { type InvitationRow, invitationStatus } from '../capabilities/entering/invitations/invitations.js'
import { fromJson } from '../database/columns.js'
import type { Instance } from '../start/instance.js'

/** The link is known only where the invitation is made. */
export const invitationResource = ({ now }: Instance, row: InvitationRow, url?: string): Invitation => ({
  object: 'invitation',
  id: row.id,
  email_address: row.email_address,
  public_metadata: fromJson<Record<string, unknown>>(row.public_metadata),
  revoked: row.status === 'revoked',
  status: invitationStatus(row, now()),
  ...(url !== undefined && { url }),
  expires_at: row.expires_at,
  created_at: row.created_at,
  updated_at: row.updated_at,
})
