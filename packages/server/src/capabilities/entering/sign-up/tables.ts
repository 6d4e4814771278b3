export interface SignUpsTable {
  id: string
  client_id: string
  status: 'missing_requirements' | 'complete'
  email_address: string | null
  /** An EmailCodeVerification, as JSON. */
  email_address_verification: string | null
  username: string | null
  first_name: string | null
  last_name: string | null
  locale: string | null
  timezone: string | null
  password_digest: string | null
  unsafe_metadata: string
  legal_accepted_at: number | null
  created_session_id: string | null
  created_user_id: string | null
  abandon_at: number
  created_at: number
  updated_at: number
}
