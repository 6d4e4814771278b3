import type { Flag } from '../../../database/columns.js'

export interface PasskeysTable {
  id: string
  user_id: string
  name: string
  /** As the browser names it, base64url. */
  credential_id: string
  /** As COSE has it, base64url. */
  public_key: string
  /** How often it signed, where its authenticator counts; 0 where it doesn't, as those that sync don't. */
  counter: number
  /** How browsers reach its authenticator, as JSON. */
  transports: string
  /** The kind of its authenticator. */
  aaguid: string
  is_backed_up: Flag
  /** The relying party that it was made for: of no use for another. */
  rp_id: string
  /** The Verification that made it, as JSON. */
  verification: string
  last_used_at: number | null
  created_at: number
  updated_at: number
}
