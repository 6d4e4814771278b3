import type { Generated } from 'kysely'

export interface MessagesTable {
  /** The order of insertion. */
  position: Generated<number>
  id: string
  /** By which it leaves, such as `mail`. */
  channel: string
  recipient: string
  kind: string
  /** What the channel carries, sealed; null once it was given up. Development instances keep it for the inbox. */
  sealed_content: string | null
  /** Rows of what was sent are kept in development instances only. */
  status: 'waiting' | 'sending' | 'sent' | 'failed'
  attempts: number
  next_attempt_at: number
  created_at: number
  updated_at: number
}
