export interface EmailAddressesTable {
  id: string
  user_id: string
  email_address: string
  verified_at: number | null
  /** The latest Verification, as JSON. */
  verification: string | null
  created_at: number
  updated_at: number
}
