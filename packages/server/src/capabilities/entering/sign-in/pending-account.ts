/**
 * An account of another service that came back with a sign-in, and is nobody's here yet. Where its provider has verified an address that
 * somebody has verified here, that person is asked to sign in by a way that they have already, and it is connected then: a provider's
 * word about an address opens no account by itself.
 */
import type { Transaction } from '../../../start/instance.js'
import { findVerifiedEmailAddress } from '../../identity/email-addresses/email-addresses.js'
import {
  addExternalAccount,
  findExternalAccount,
  openAccount,
  type VerifiedExternalAccount,
} from '../../identity/external-accounts/external-accounts.js'
import type { NewSignIn } from './sign-in.js'

/** Whose account here the account belongs to, by an address that both sides have verified; null for nobody's. */
export async function ownerByAddress(tx: Transaction, account: VerifiedExternalAccount): Promise<string | null> {
  if (account.emailAddress === null || !account.emailVerified) return null
  return (await findVerifiedEmailAddress(tx, account.emailAddress))?.user_id ?? null
}

/** Connects what the sign-in holds to the user who has just signed in, if it is still nobody's and the address still theirs. */
export async function connectPendingAccount(tx: Transaction, { external_account }: NewSignIn, userId: string): Promise<void> {
  if (external_account === null) return
  const account = openAccount(tx, external_account)
  if ((await ownerByAddress(tx, account)) !== userId || (await findExternalAccount(tx, account))) return
  await addExternalAccount(tx, userId, account)
  tx.tell('user.updated', userId)
}
