export interface SignInsTable {
  id: string
  client_id: string
  user_id: string | null
  status: 'needs_identifier' | 'needs_first_factor' | 'needs_second_factor' | 'needs_new_password' | 'complete'
  identifier: string | null
  /** The latest Verification, as JSON. */
  first_factor_verification: string | null
  second_factor_verification: string | null
  /** The first factor, once it is verified and more is needed: see `factorColumn`. */
  first_factor: string | null
  /** The address or number that the latest code was sent to. */
  identification_id: string | null
  /** What a provider said of the person while it is nobody's here, sealed: see `pending-account.ts`. */
  external_account: string | null
  created_session_id: string | null
  abandon_at: number
  created_at: number
  updated_at: number
}
