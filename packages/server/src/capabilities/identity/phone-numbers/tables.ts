import type { Flag } from '../../../database/columns.js'

export interface PhoneNumbersTable {
  id: string
  user_id: string
  /** As E.164 has it. */
  phone_number: string
  verified_at: number | null
  /** The latest Verification, as JSON. */
  verification: string | null
  /** Codes of the second factor go there: none of the first factor does, so that one device is not both. */
  reserved_for_second_factor: Flag
  /** Of several such numbers the one that is asked first. */
  default_second_factor: Flag
  created_at: number
  updated_at: number
}
