import type { Generated } from 'kysely'

export interface MessagesTable {
  /** The order of insertion. */
  position: Generated<number>
  id: string
  recipient: string
  kind: string
  /** Subject, text and code, sealed; null once it was given up. Development instances keep it for the inbox. */
  sealed_content: string | null
  /** Rows of sent mail are kept in development instances alone. */
  status: 'waiting' | 'sending' | 'sent' | 'failed'
  attempts: number
  next_attempt_at: number
  created_at: number
  updated_at: number
}
