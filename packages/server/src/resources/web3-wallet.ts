import type { BackendWeb3Wallet, Web3Wallet } from '@frontdesk/contract'
import { verificationOf } from '../capabilities/ground/one-time-secrets/verification.js'
import type { Web3WalletRow } from '../capabilities/identity/web3-wallets/web3-wallets.js'

export const web3WalletResource = ({ id, web3_wallet, verification, created_at, updated_at }: Web3WalletRow): Web3Wallet => ({
  object: 'web3_wallet',
  id,
  web3_wallet,
  verification: verificationOf(verification),
  created_at,
  updated_at,
})

/** What a wallet is asked to sign is for its owner's browser alone. */
export function backendWeb3Wallet(row: Web3WalletRow): BackendWeb3Wallet {
  const { verification, ...shown } = web3WalletResource(row)
  if (verification === null) return { ...shown, verification }
  const { nonce, message, ...state } = verification
  return { ...shown, verification: state }
}
