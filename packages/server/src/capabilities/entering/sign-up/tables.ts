import type { Flag } from '../../../database/columns.js'

export interface SignUpsTable {
  id: string
  client_id: string
  status: 'missing_requirements' | 'complete'
  email_address: string | null
  /** The latest Verification, as JSON. */
  email_address_verification: string | null
  phone_number: string | null
  phone_number_verification: string | null
  web3_wallet: string | null
  web3_wallet_verification: string | null
  /** What a provider said of the person, as JSON. */
  external_account: string | null
  external_account_verification: string | null
  /** Of whom was invited. */
  invitation_id: string | null
  username: string | null
  first_name: string | null
  last_name: string | null
  locale: string | null
  timezone: string | null
  /** Empty once the sign-up is complete: its user keeps the digest. */
  password_digest: string | null
  unsafe_metadata: string
  /** The app's own id for the person, and its own mark: both are set with the secret key only. */
  external_id: string | null
  custom_action: Flag
  legal_accepted_at: number | null
  created_session_id: string | null
  created_user_id: string | null
  abandon_at: number
  created_at: number
  updated_at: number
}
