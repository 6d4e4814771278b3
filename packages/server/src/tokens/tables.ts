export interface SigningKeysTable {
  kid: string
  public_jwk: string
  sealed_private_key: string
  /** Published from `created_at` on, so that verifiers have it before the first token that needs it. */
  signs_from: number
  /** No longer published from then on; null while it is in use. */
  retires_at: number | null
  /** When the longest-lived token it signed expires; it is published until then, though retired. */
  tokens_until: number
  created_at: number
}
