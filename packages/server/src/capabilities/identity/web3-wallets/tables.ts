export interface Web3WalletsTable {
  id: string
  user_id: string
  /** As `readWalletAddress` spells it. */
  web3_wallet: string
  verified_at: number | null
  /** The latest Verification, as JSON. */
  verification: string | null
  created_at: number
  updated_at: number
}
