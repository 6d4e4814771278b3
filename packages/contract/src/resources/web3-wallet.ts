import * as z from 'zod'
import { AskedVerification, Verification } from './verification.js'

/** The kinds of wallets, as strategies name them. */
export const web3Providers = ['metamask', 'coinbase_wallet', 'okx_wallet', 'base', 'solana'] as const
export type Web3Provider = (typeof web3Providers)[number]
export type Web3Strategy = `web3_${Web3Provider}_signature`

export const web3Strategy = (provider: Web3Provider): Web3Strategy => `web3_${provider}_signature`

const shared = {
  object: z.literal('web3_wallet'),
  id: z.string(),
  web3_wallet: z.string().describe('Of Ethereum in small letters, of Solana in base 58.'),
  created_at: z.number(),
  updated_at: z.number(),
}

/** A wallet, as the Frontend API shows it. While its signature is waited for, the verification's `message` is what it signs. */
export const Web3Wallet = z.object({ ...shared, verification: AskedVerification.nullable() })
export type Web3Wallet = z.infer<typeof Web3Wallet>

/** A wallet as the Backend API shows it. */
export const BackendWeb3Wallet = z.object({ ...shared, verification: Verification.nullable() })
export type BackendWeb3Wallet = z.infer<typeof BackendWeb3Wallet>
