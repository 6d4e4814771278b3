import { backendApi } from '@frontdesk/contract'
import { secretKey } from '../../../callers/secret-key.js'
import { route } from '../../../wire/route.js'
import { deleteUserWeb3Wallet } from './web3-wallets.js'

export const backendWeb3WalletRoutes = [
  route(
    backendApi.users.deleteUserWeb3Wallet,
    { caller: secretKey, counts: [] },
    async ({ instance, params: { user_id, web3_wallet_identification_id: id } }) => {
      await deleteUserWeb3Wallet(instance, user_id, id)
      return { object: 'web3_wallet', id, deleted: true } as const
    },
  ),
]
