import type { VerificationLevel } from '@frontdesk/contract'

export interface SessionVerificationsTable {
  id: string
  session_id: string
  level: VerificationLevel
  status: 'needs_first_factor' | 'needs_second_factor' | 'complete'
  /** The latest Verification, as JSON. */
  first_factor_verification: string | null
  second_factor_verification: string | null
  /** What the latest code was sent to. */
  identification_id: string | null
  /** Set while the second factor is still needed. */
  first_factor_verified_at: number | null
  expire_at: number
}
