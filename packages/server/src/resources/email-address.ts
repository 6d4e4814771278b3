import type { EmailAddress } from '@frontdesk/contract'
import { readableAddress } from '../basics/readable-address.js'
import { verificationOf } from '../capabilities/ground/one-time-secrets/verification.js'
import type { EmailAddressRow } from '../capabilities/identity/email-addresses/email-addresses.js'

export const emailAddressResource = (row: EmailAddressRow): EmailAddress => ({
  object: 'email_address',
  id: row.id,
  email_address: readableAddress(row.email_address),
  reserved: false,
  verification: verificationOf(row.verification),
  linked_to: [],
  matches_sso_connection: false,
  created_at: row.created_at,
  updated_at: row.updated_at,
})
