import type { Transaction } from '../../../start/instance.js'
import { type VerifiedFactor, verifiedFactor } from '../../devices/sessions/completed-sign-in.js'
import { readVerification } from '../../ground/one-time-secrets/verification.js'
import type { VerifiedExternalAccount } from '../../identity/external-accounts/external-accounts.js'
import type { VerifiedIdentifier } from './identifier.js'

/**
 * Proves who signs up: the user was made with the identifier in this same transaction, so nothing about it can have changed. Who has
 * none but a username is known by the password that they chose.
 */
export function factorOfSignUp(
  tx: Transaction,
  userId: string,
  proved?: VerifiedIdentifier | VerifiedExternalAccount,
): VerifiedFactor<'first'> {
  const strategy = proved ? strategyOf(proved) : 'password'
  return verifiedFactor({ strategy, userId, verifiedAt: tx.now(), proven: { kind: 'none' } })
}

const strategyOf = (proved: VerifiedIdentifier | VerifiedExternalAccount): string =>
  'strategy' in proved ? proved.strategy : readVerification(proved.verification).strategy
