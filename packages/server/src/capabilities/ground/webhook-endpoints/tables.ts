import type { Flag } from '../../../database/columns.js'

export interface WebhookEndpointsTable {
  id: string
  url: string
  description: string
  /** The types that it takes, as JSON; null for all but `email.created`. */
  events: string | null
  is_enabled: Flag
  /** Why we disabled it; null when somebody did, and while it is enabled. */
  disabled_reason: 'failing' | null
  /** Since when nothing arrives. */
  failing_since: number | null
  /** What signs, and what did before: see `secrets.ts`. */
  sealed_secrets: string
  created_at: number
  updated_at: number
}
