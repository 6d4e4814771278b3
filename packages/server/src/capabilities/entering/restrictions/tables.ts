import type { IdentifierType } from '@frontdesk/contract'

export interface ListedIdentifiersTable {
  id: string
  list: 'allow' | 'block'
  /** As it is shown. */
  identifier: string
  identifier_type: IdentifierType
  /** As it is compared: see `identifiers.ts`. */
  compared: string
  /** The invitation that was sent along. */
  invitation_id: string | null
  created_at: number
  updated_at: number
}
