import type { SigningAlgorithm } from '@frontdesk/contract'

export interface JwtTemplatesTable {
  id: string
  name: string
  /** As JSON, with shortcodes. */
  claims: string
  lifetime_seconds: number
  allowed_clock_skew_seconds: number
  signing_algorithm: SigningAlgorithm
  /** A key of its own; null where the instance's keys sign. */
  sealed_signing_key: string | null
  created_at: number
  updated_at: number
}
