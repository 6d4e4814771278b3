import * as z from 'zod'
import { defineOperations } from '../operation.js'
import { frontendOperations } from '../operations.js'
import { DeletedObject } from '../resources/lists.js'
import { Web3Wallet } from '../resources/web3-wallet.js'
import { text, web3Wallet } from '../wire.js'
import { strategyFields } from './attempt-fields.js'

export const web3Wallets = defineOperations('frontend', frontendOperations.web3Wallets, {
  listMyWeb3Wallets: { response: z.array(Web3Wallet), bare: true },
  createMyWeb3Wallet: { body: z.strictObject({ web3_wallet: web3Wallet }), response: Web3Wallet },
  getMyWeb3Wallet: { response: Web3Wallet },
  deleteMyWeb3Wallet: { response: DeletedObject },
  prepareMyWeb3WalletVerification: {
    body: z.strictObject({ strategy: text(64).default('web3_metamask_signature'), ...strategyFields }),
    response: Web3Wallet,
  },
  attemptMyWeb3WalletVerification: { body: z.strictObject({ signature: text(8192) }), response: Web3Wallet },
})
