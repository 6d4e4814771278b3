export interface InvitationsTable {
  id: string
  email_address: string
  /** One that is too old stays pending here: see `statusOf`. */
  status: 'pending' | 'accepted' | 'revoked'
  /** For the user who signs up with it, as JSON. */
  public_metadata: string
  /** A page of the app that takes the ticket; null for our own. */
  redirect_url: string | null
  expires_at: number
  created_at: number
  updated_at: number
}
