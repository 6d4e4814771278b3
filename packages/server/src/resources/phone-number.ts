import type { PhoneNumber } from '@frontdesk/contract'
import { verificationOf } from '../capabilities/ground/one-time-secrets/verification.js'
import type { PhoneNumberRow } from '../capabilities/identity/phone-numbers/phone-numbers.js'

export const phoneNumberResource = (row: PhoneNumberRow): PhoneNumber => ({
  object: 'phone_number',
  id: row.id,
  phone_number: row.phone_number,
  reserved_for_second_factor: row.reserved_for_second_factor === 1,
  default_second_factor: row.default_second_factor === 1,
  reserved: false,
  verification: verificationOf(row.verification),
  linked_to: [],
  backup_codes: null,
  created_at: row.created_at,
  updated_at: row.updated_at,
})
