import type { Flag } from '../../../database/columns.js'

export interface UsersTable {
  id: string
  external_id: string | null
  username: string | null
  /** The username as it is compared: the contract's `nameKey`. */
  username_key: string | null
  first_name: string | null
  /** The names as they are searched and sorted, likewise; empty when there is none. */
  first_name_key: string
  last_name: string | null
  last_name_key: string
  locale: string | null
  timezone: string | null
  image_id: string | null
  primary_email_address_id: string | null
  primary_phone_number_id: string | null
  primary_web3_wallet_id: string | null
  /** To sort by; empty when there is none. Triggers keep it: what a write answers may have the one before. */
  primary_address: string
  password_digest: string | null
  password_updated_at: number | null
  password_compromised: Flag
  public_metadata: string
  private_metadata: string
  unsafe_metadata: string
  banned: Flag
  /** An administrator's lock: nothing signs in until then. */
  locked_until: number | null
  /** Until then too many wrong passwords keep those of unknown browsers out. */
  guesses_locked_until: number | null
  failed_attempts: number
  delete_self_enabled: Flag
  create_organization_enabled: Flag
  create_organizations_limit: number | null
  bypass_client_trust: Flag
  /** Kinds of what the user has in other tables, between spaces: see `holdings.ts`. */
  holds: string
  /** When the user last enrolled a first second factor, and when they gave the last one up. */
  mfa_enabled_at: number | null
  mfa_disabled_at: number | null
  legal_accepted_at: number | null
  last_sign_in_at: number | null
  last_active_at: number | null
  created_at: number
  updated_at: number
}
