import type { Flag } from '../../../database/columns.js'

export interface ExternalAccountsTable {
  id: string
  /** The id under which it identifies its user, beside addresses. */
  identification_id: string
  user_id: string
  /** The provider's key; an account is found by it and the subject together, never by one of them. */
  provider: string
  /** Who they are there. Null until the provider has said so. */
  provider_user_id: string | null
  /** As the provider has it: it identifies nobody here. Empty where it has none. */
  email_address: string
  email_verified: Flag
  first_name: string
  last_name: string
  username: string | null
  image_url: string | null
  phone_number: string | null
  approved_scopes: string
  /** ExternalTokens, as JSON; null where none are kept. */
  sealed_tokens: string | null
  /** The latest Verification, as JSON. */
  verification: string
  verified_at: number | null
  created_at: number
  updated_at: number
}
