/** A person's own wallets: claimed by naming them, theirs once they signed the message that was made for it. */
import { errors } from '@frontdesk/contract'
import { type Instance, transaction } from '../../../start/instance.js'
import type { FactorParams, IdentifierSubject } from '../../entering/factors/factor.js'
import { requireIdentifierFactor } from '../../entering/factors/matrix.js'
import { takesWallets } from '../../entering/factors/wallet.js'
import { requireAddable } from '../../entering/restrictions/permitted.js'
import { endOpenSignIns } from '../../entering/sign-in/end-open.js'
import { checkAnswer } from '../../entering/sign-in/steps.js'
import { readVerification } from '../../ground/one-time-secrets/verification.js'
import { lockUserRow, type UserRow } from '../../identity/users/users.js'
import { requireWallet } from '../../identity/web3-wallets/challenges.js'
import {
  addUnverifiedWeb3Wallet,
  findWeb3Wallet,
  markWalletVerified,
  noteAskedWallet,
  type Web3WalletRow,
  web3WalletsOf,
} from '../../identity/web3-wallets/web3-wallets.js'
import { settlePrimaryWallet, takeWallet } from '../../management/web3-wallets/primary-wallet.js'
import type { ChangedBy } from '../../telling/notices/notice-mail.js'
import { tellOwner } from '../../telling/notices/notices.js'

/** @throws `resource_not_found`, for other people's too */
export async function requireOwnWallet(instance: Instance, user: UserRow, id: string): Promise<Web3WalletRow> {
  const wallet = await findWeb3Wallet(instance, id)
  if (wallet?.user_id !== user.id) throw errors.resourceNotFound()
  return wallet
}

const maxWallets = 10

/**
 * Claims a wallet; one that is claimed on this account already waits for its signature still.
 * @throws `feature_not_enabled`, `form_param_format_invalid`, `web3_wallet_quota_exceeded`, `form_identifier_exists` when it is somebody's
 */
export async function addOwnWallet(instance: Instance, user: UserRow, typed: string): Promise<Web3WalletRow> {
  if (!takesWallets(instance.settings)) throw errors.featureNotEnabled('web3_wallet')
  const { address } = requireWallet(typed)
  return transaction(instance, async (tx) => {
    await lockUserRow(tx, user.id) // of two at once, the second counts the first
    const known = await web3WalletsOf(tx, [user.id])
    const claimed = known.find(({ web3_wallet, verified_at }) => web3_wallet === address && verified_at === null)
    if (claimed) return claimed
    if (known.length >= maxWallets) throw errors.web3WalletQuotaExceeded(maxWallets)
    await requireAddable(tx, { type: 'web3_wallet', value: address })
    const added = await addUnverifiedWeb3Wallet(tx, user.id, address)
    tx.tell('user.updated', user.id)
    return added
  })
}

/** Makes the message; an earlier one stops working. @throws `verification_already_verified`, `resource_not_found`, `strategy_for_user_invalid` */
export async function prepareWalletVerification(
  instance: Instance,
  wallet: Web3WalletRow,
  origin: string | null,
  { strategy, ...params }: FactorParams & { strategy: string },
): Promise<Web3WalletRow> {
  if (wallet.verified_at !== null) throw errors.verificationAlreadyVerified()
  const { prepare } = requireIdentifierFactor(instance.settings, strategy, 'web3_wallet')
  return transaction(instance, async (tx) =>
    noteAskedWallet(tx, wallet.id, (await prepare(tx, { ...subjectOf(wallet), origin }, params)).verification),
  )
}

/**
 * The right signature makes the wallet theirs; the first one is primary.
 * @throws `verification_already_verified`, `verification_missing`, `form_identifier_exists`, and what the check of the signature throws
 */
export async function verifyOwnWallet(
  instance: Instance,
  user: UserRow,
  wallet: Web3WalletRow,
  signature: string,
  by: ChangedBy,
): Promise<Web3WalletRow> {
  if (wallet.verified_at !== null) throw errors.verificationAlreadyVerified()
  if (wallet.verification === null) throw errors.verificationMissing()
  const factor = requireIdentifierFactor(instance.settings, readVerification(wallet.verification).strategy, 'web3_wallet')
  const claim = await checkAnswer(instance, factor, subjectOf(wallet), { signature })
  return transaction(instance, async (tx) => {
    await lockUserRow(tx, user.id)
    await requireAddable(tx, { type: 'web3_wallet', value: wallet.web3_wallet }) // the lists may be longer by now
    const verified = await markWalletVerified(tx, wallet.id, await claim.settle(tx))
    await tellOwner(tx, user.id, { kind: 'web3_wallet_added', web3Wallet: wallet.web3_wallet }, by)
    await endOpenSignIns(tx, user.id)
    await settlePrimaryWallet(tx, user.id)
    tx.tell('user.updated', user.id)
    return verified
  })
}

/** @throws `identification_deletion_failed` for the last thing by which the person could be found */
export async function removeOwnWallet(instance: Instance, user: UserRow, id: string, by: ChangedBy): Promise<void> {
  await transaction(instance, async (tx) => {
    const wallet = await requireOwnWallet(tx, user, id)
    await takeWallet(tx, wallet)
    if (wallet.verified_at !== null)
      await tellOwner(tx, user.id, { kind: 'web3_wallet_removed', web3Wallet: wallet.web3_wallet }, by)
  })
}

const subjectOf = ({ id, web3_wallet: value, verification }: Web3WalletRow): IdentifierSubject => ({
  of: 'account',
  id,
  value,
  verification,
})
