/**
 * A session can only be made from a CompletedSignIn, and that only from factors that were really verified. Nothing else has these
 * types, so a pending attempt can't become a session by mistake. A factor remembers what it is a proof about, and ends with it.
 */
import { errors } from '@frontdesk/contract'
import type { Transaction } from '../../../start/instance.js'
import { findEmailAddress } from '../../identity/email-addresses/email-addresses.js'
import type { UserRow } from '../../identity/users/users.js'

declare const verified: unique symbol

/** What was proven: that somebody knows the password as it was, or reads the mail of that address. */
export type Subject =
  /** Without a digest where a better one of the same password takes its place. */
  | { kind: 'password'; digest: string | null; updatedAt: number | null }
  | { kind: 'email_address'; id: string }
  /** Nothing that could have changed since: the user was made in this transaction, or the app vouches for them. */
  | { kind: 'none' }

/** One factor, verified by the strategy that names it. */
export interface VerifiedFactor {
  readonly [verified]: true
  readonly strategy: string
  readonly userId: string
  readonly verifiedAt: number
  readonly subject: Subject
}

/** All factors that the user's account requires. */
export interface CompletedSignIn {
  readonly userId: string
  readonly firstFactor: VerifiedFactor
}

/** For strategies alone, at the place where they have just verified the factor. */
export function verifiedFactor(strategy: string, userId: string, verifiedAt: number, subject: Subject): VerifiedFactor {
  return { strategy, userId, verifiedAt, subject } as VerifiedFactor // the brand exists in types only
}

export const completedSignIn = (firstFactor: VerifiedFactor): CompletedSignIn => ({ userId: firstFactor.userId, firstFactor })

/**
 * What was checked a moment ago, outside of this transaction, must still be so for the user as they are now.
 * @throws `form_password_incorrect` for a password that was changed since, `form_password_compromised` for one that others may know, `verification_expired` for an address that was taken away
 */
export async function requireStillProven(tx: Transaction, { subject }: VerifiedFactor, user: UserRow): Promise<void> {
  if (subject.kind === 'password') {
    if (!isSamePassword(user, subject)) throw errors.formPasswordIncorrect()
    if (user.password_compromised) throw errors.formPasswordCompromised()
  }
  if (subject.kind === 'email_address') {
    const address = await findEmailAddress(tx, subject.id)
    if (address?.user_id !== user.id || address.verified_at === null) throw errors.verificationExpired()
  }
}

/** A password that was removed has no time either. */
const isSamePassword = (user: UserRow, { digest, updatedAt }: Extract<Subject, { kind: 'password' }>): boolean =>
  user.password_updated_at === updatedAt && (digest === null || user.password_digest === digest)
