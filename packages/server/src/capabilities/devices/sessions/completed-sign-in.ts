/**
 * A session can only be made from a CompletedSignIn, and that only from factors that were really verified. Nothing else has these
 * types, so a pending attempt can't become a session by mistake; which files may make them is a test (`tests/structure/proofs.test.ts`).
 * A factor remembers what it is a proof about, and ends with it.
 */
import { errors } from '@frontdesk/contract'
import { fromJson, toJson } from '../../../database/columns.js'
import type { Transaction } from '../../../start/instance.js'
import { findEmailAddress } from '../../identity/email-addresses/email-addresses.js'
import { findExternalAccountById } from '../../identity/external-accounts/external-accounts.js'
import { findPasskey } from '../../identity/passkeys/passkeys.js'
import { findPhoneNumber } from '../../identity/phone-numbers/phone-numbers.js'
import type { UserRow } from '../../identity/users/users.js'
import { findWeb3Wallet } from '../../identity/web3-wallets/web3-wallets.js'

declare const verified: unique symbol
declare const completed: unique symbol

/** What was proven: that somebody knows the password as it was, or reads what is sent to that address or number, or has that passkey. */
export type Proven =
  /** Without a digest where a better one of the same password takes its place. */
  | { kind: 'password'; digest: string | null; updatedAt: number | null }
  | { kind: 'email_address' | 'phone_number' | 'web3_wallet' | 'external_account'; id: string }
  | { kind: 'passkey'; id: string }
  /** Nothing that could have changed since: the user was made in this transaction, or the app vouches for them. */
  | { kind: 'none' }

/** One factor, verified by the strategy that names it: a second factor never passes for a first one. */
export interface VerifiedFactor<Place extends 'first' | 'second' = 'first' | 'second'> {
  readonly [verified]: Place
  readonly strategy: string
  readonly userId: string
  readonly verifiedAt: number
  readonly proven: Proven
}

/** All factors that the user's account requires. */
export interface CompletedSignIn {
  readonly [completed]: true
  readonly userId: string
  readonly firstFactor: VerifiedFactor<'first'>
  readonly secondFactor: VerifiedFactor<'second'> | null
  /** Refuses if the account asks for more by now. */
  requireEnough(user: UserRow): void
  /** Whether the app signs the user in by itself, so that nothing is left to do. */
  readonly isVouched?: true
}

/** For the factors' own files, at the place where they have just verified it. */
export const verifiedFactor = <Place extends 'first' | 'second'>(
  fields: Omit<VerifiedFactor<Place>, typeof verified>,
): VerifiedFactor<Place> => fields as VerifiedFactor<Place> // the brand exists in types only

/** For `complete`, which knows what the account asks for. */
export const completedSignIn = (fields: Omit<CompletedSignIn, typeof completed>): CompletedSignIn => fields as CompletedSignIn // as above

/** For test sessions: the app vouches for the user, with its secret key. */
export function vouchedSignIn(userId: string, at: number): CompletedSignIn {
  const firstFactor = verifiedFactor<'first'>({ strategy: 'backend_api', userId, verifiedAt: at, proven: { kind: 'none' } })
  return completedSignIn({ userId, firstFactor, secondFactor: null, requireEnough: () => {}, isVouched: true })
}

/** A first factor as its sign-in keeps it while more is needed. No digest is kept: it would outlive its password. */
export const factorColumn = ({ strategy, userId, verifiedAt, proven }: VerifiedFactor<'first'>): string =>
  toJson({ strategy, userId, verifiedAt, proven: proven.kind === 'password' ? { ...proven, digest: null } : proven })

export const readFactor = (column: string): VerifiedFactor<'first'> => fromJson(column)

/** What was verified, and that it is enough, must still be so for the user as they are now. @throws as `requireStillProven` does */
export async function requireStillComplete(tx: Transaction, signIn: CompletedSignIn, user: UserRow): Promise<void> {
  await requireStillProven(tx, signIn.firstFactor, user)
  if (signIn.secondFactor) await requireStillProven(tx, signIn.secondFactor, user)
  signIn.requireEnough(user)
}

/**
 * What was checked a moment ago, outside of this transaction, must still be so for the user as they are now.
 * @throws `form_password_incorrect` for a password that was changed since, `form_password_compromised` for one that others may know, `verification_expired` for an address or a passkey that was taken away
 */
export async function requireStillProven(tx: Transaction, { proven }: VerifiedFactor, user: UserRow): Promise<void> {
  if (proven.kind === 'password') {
    if (!isSamePassword(user, proven)) throw errors.formPasswordIncorrect()
    if (user.password_compromised) throw errors.formPasswordCompromised()
  }
  if (proven.kind === 'passkey') {
    if ((await findPasskey(tx, proven.id))?.user_id !== user.id) throw errors.verificationExpired()
  } else if ('id' in proven) {
    const owned = await findOwned[proven.kind](tx, proven.id)
    if (owned?.user_id !== user.id || owned.verified_at === null) throw errors.verificationExpired()
  }
}

const findOwned = {
  email_address: findEmailAddress,
  phone_number: findPhoneNumber,
  web3_wallet: findWeb3Wallet,
  external_account: findExternalAccountById,
}

/** A password that was removed has no time either. */
const isSamePassword = (user: UserRow, { digest, updatedAt }: Extract<Proven, { kind: 'password' }>): boolean =>
  user.password_updated_at === updatedAt && (digest === null || user.password_digest === digest)
