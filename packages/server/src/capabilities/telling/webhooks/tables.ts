export interface WebhookDeliveriesTable {
  /** Of the event and the endpoint: there is one for both. */
  id: string
  endpoint_id: string
  event_id: string
  /** The place of the event among those of its subject. */
  event_position: number
  type: string
  subject: string
  /** One of a subject is `waiting` for its time or being sent; those behind it are `queued`. Triggers let the next one go. */
  status: 'queued' | 'waiting' | 'sending' | 'delivered' | 'failed'
  /** Since it was written or retried by hand. */
  attempts: number
  next_attempt_at: number
  /** The last attempts, as JSON. */
  log: string
  /** When it was delivered or given up. */
  settled_at: number | null
  created_at: number
}
