export interface SignInTokensTable {
  id: string
  user_id: string
  status: 'pending' | 'accepted' | 'revoked'
  expires_at: number
  created_at: number
  updated_at: number
}
