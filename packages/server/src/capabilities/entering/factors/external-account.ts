import type { Transaction } from '../../../start/instance.js'
import { type VerifiedFactor, verifiedFactor } from '../../devices/sessions/completed-sign-in.js'
import type { ExternalAccountRow, VerifiedExternalAccount } from '../../identity/external-accounts/external-accounts.js'

/** The provider has just said that somebody has the account: whose it is here is who signs in. It lasts as long as they keep it. */
export const factorOfAccount = (
  tx: Transaction,
  { id, user_id }: ExternalAccountRow,
  { strategy }: VerifiedExternalAccount,
): VerifiedFactor<'first'> =>
  verifiedFactor({ strategy, userId: user_id, verifiedAt: tx.now(), proven: { kind: 'external_account', id } })
