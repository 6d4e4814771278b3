/** The primary wallet is the one that a user is known by: always a verified one of their own, while they have any. */
import { errors } from '@frontdesk/contract'
import type { Transaction } from '../../../start/instance.js'
import { endOpenSignIns } from '../../entering/sign-in/end-open.js'
import { holds } from '../../identity/users/holdings.js'
import { hasPrimary, lockUserRow, type UserRow, updateUser } from '../../identity/users/users.js'
import { removeWeb3Wallet, type Web3WalletRow, web3WalletsOf } from '../../identity/web3-wallets/web3-wallets.js'

/** @throws `resource_not_found` for a wallet of somebody else, `form_param_value_invalid` for one that is not verified */
export async function setPrimaryWallet(tx: Transaction, user: UserRow, walletId: string): Promise<UserRow> {
  const chosen = (await web3WalletsOf(tx, [user.id])).find(({ id }) => id === walletId)
  if (!chosen) throw errors.resourceNotFound()
  if (chosen.verified_at === null) throw errors.formParamValueInvalid('primary_web3_wallet_id', 'must be a verified wallet')
  if (chosen.id === user.primary_web3_wallet_id) return user
  const changed = await updateUser(tx, user.id, { primary_web3_wallet_id: chosen.id })
  await endOpenSignIns(tx, user.id)
  return changed
}

/** After wallets were verified or taken away: another verified one becomes primary, the oldest first. */
export async function settlePrimaryWallet(tx: Transaction, userId: string): Promise<UserRow> {
  const user = await lockUserRow(tx, userId)
  const verified = (await web3WalletsOf(tx, [userId])).filter((wallet) => wallet.verified_at !== null)
  const primary = verified.find(({ id }) => id === user.primary_web3_wallet_id) ?? verified[0]
  return updateUser(tx, userId, { primary_web3_wallet_id: primary?.id ?? null })
}

/** Takes a wallet from its user. @throws `identification_deletion_failed` when nothing else would identify the user any more, `resource_not_found` */
export async function takeWallet(tx: Transaction, wallet: Web3WalletRow): Promise<void> {
  const user = await lockUserRow(tx, wallet.user_id) // of two removals at once, the second sees the first
  await requireOtherIdentifierThanWallet(tx, user, wallet)
  await removeWeb3Wallet(tx, wallet)
  await endOpenSignIns(tx, user.id)
  await settlePrimaryWallet(tx, user.id)
  tx.tell('user.updated', user.id)
}

async function requireOtherIdentifierThanWallet(
  tx: Transaction,
  user: UserRow,
  { id, verified_at }: Web3WalletRow,
): Promise<void> {
  if (verified_at === null || user.username !== null || holds(user, 'external_account')) return
  if (hasPrimary(user, 'primary_web3_wallet_id')) return
  const others = (await web3WalletsOf(tx, [user.id])).filter((other) => other.id !== id && other.verified_at !== null)
  if (others.length === 0) throw errors.lastIdentificationDeletionFailed()
}
