export interface OneTimeSecretsTable {
  id: string
  purpose: string
  subject: string
  secret_digest: string
  /** Whom a code was sent to: a fingerprint of the mailbox or number; null for what is not sent. */
  recipient: string | null
  /** Of the number that a text message went to. */
  country: string | null
  sealed_payload: string | null
  attempts: number
  max_attempts: number
  expires_at: number
  consumed_at: number | null
  created_at: number
}
