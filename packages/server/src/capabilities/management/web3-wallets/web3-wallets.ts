import { errors } from '@frontdesk/contract'
import { type Instance, transaction } from '../../../start/instance.js'
import { findWeb3Wallet } from '../../identity/web3-wallets/web3-wallets.js'
import { tellOwner } from '../../telling/notices/notices.js'
import { takeWallet } from './primary-wallet.js'

/** Takes a wallet from a user, who is told. @throws `resource_not_found`, also for a wallet of somebody else, `identification_deletion_failed` */
export async function deleteUserWeb3Wallet(instance: Instance, userId: string, id: string): Promise<void> {
  await transaction(instance, async (tx) => {
    const wallet = await findWeb3Wallet(tx, id)
    if (wallet?.user_id !== userId) throw errors.resourceNotFound()
    await takeWallet(tx, wallet)
    if (wallet.verified_at !== null)
      await tellOwner(tx, userId, { kind: 'web3_wallet_removed', web3Wallet: wallet.web3_wallet }, null)
  })
}
