import { frontendApi } from '@frontdesk/contract'
import { reverified } from '../../../callers/reverified.js'
import { signedIn } from '../../../callers/signed-in.js'
import { web3WalletResource } from '../../../resources/web3-wallet.js'
import { route } from '../../../wire/route.js'
import { web3WalletsOf } from '../../identity/web3-wallets/web3-wallets.js'
import { addOwnWallet, prepareWalletVerification, removeOwnWallet, requireOwnWallet, verifyOwnWallet } from './wallets.js'

const { web3Wallets } = frontendApi

export const web3WalletRoutes = [
  route(web3Wallets.listMyWeb3Wallets, { caller: signedIn, counts: [] }, async ({ instance, user }) =>
    (await web3WalletsOf(instance, [user.id])).map(web3WalletResource),
  ),

  route(
    web3Wallets.createMyWeb3Wallet,
    { caller: reverified('strict'), counts: ['call', 'change', 'attempt'] },
    async ({ instance, user, body }) => web3WalletResource(await addOwnWallet(instance, user, body.web3_wallet)),
  ),

  route(web3Wallets.getMyWeb3Wallet, { caller: signedIn, counts: [] }, async ({ instance, user, params }) =>
    web3WalletResource(await requireOwnWallet(instance, user, params.web3_wallet_id)),
  ),

  route(
    web3Wallets.prepareMyWeb3WalletVerification,
    { caller: signedIn, counts: ['call', 'change', 'attempt'] },
    async ({ instance, browser, user, params, body }) => {
      const wallet = await requireOwnWallet(instance, user, params.web3_wallet_id)
      return web3WalletResource(await prepareWalletVerification(instance, wallet, browser.device.origin, body))
    },
  ),

  route(
    web3Wallets.attemptMyWeb3WalletVerification,
    { caller: signedIn, counts: ['call', 'change', 'attempt'] },
    async ({ instance, browser, user, params, body }) => {
      const wallet = await requireOwnWallet(instance, user, params.web3_wallet_id)
      return web3WalletResource(await verifyOwnWallet(instance, user, wallet, body.signature, browser.device))
    },
  ),

  route(
    web3Wallets.deleteMyWeb3Wallet,
    { caller: reverified('strict'), counts: ['call', 'change'] },
    async ({ instance, browser, user, params: { web3_wallet_id: id } }) => {
      await removeOwnWallet(instance, user, id, browser.device)
      return { object: 'web3_wallet', id, deleted: true as const }
    },
  ),
]
