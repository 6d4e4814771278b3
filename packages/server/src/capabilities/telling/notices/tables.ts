/** A verified address that its owner removed: for a week it still hears what happens to the account. */
export interface FormerAddressesTable {
  id: string
  user_id: string
  email_address: string
  removed_at: number
}
