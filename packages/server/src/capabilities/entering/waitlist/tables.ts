export interface WaitlistEntriesTable {
  id: string
  email_address: string
  status: 'pending' | 'invited' | 'rejected' | 'completed'
  /** The latest invitation, which may be deleted by now. */
  invitation_id: string | null
  invited_at: number | null
  created_at: number
  updated_at: number
}
