/** What stands in a cell of the matrix: how one strategy proves something in one place, and what it must know for that. */
import type { SupportedFirstFactor, SupportedSecondFactor } from '@frontdesk/contract'
import type { Instance, Transaction } from '../../../start/instance.js'
import type { ClientRow } from '../../devices/clients/clients.js'
import type { VerifiedFactor } from '../../devices/sessions/completed-sign-in.js'
import type { EmailAddressRow, VerifiedEmailAddress } from '../../identity/email-addresses/email-addresses.js'
import type { UserRow } from '../../identity/users/users.js'

/** Proves something about `Subject`. */
export interface Factor<Subject, Proven> {
  /** The field of the form that holds the answer. */
  answer: 'password' | 'code'
  /** Sends what the check will ask for, in a transaction. Absent where nothing is sent. */
  prepare?(tx: Transaction, about: Subject): Promise<Sent>
  /** Counts the try, and only then compares: outside of any transaction, since the count must hold even when the rest fails. */
  check(instance: Instance, about: Subject, answer: string): Promise<Claim<Proven>>
}

export interface Sent {
  /** What the subject remembers of it, as its verification column holds it. */
  verification: string
  /** The address that was written to, where there were several. */
  email_address_id?: string
}

/** A right answer, which is used up in the transaction of what it permits. */
export interface Claim<Proven> {
  verification: string
  settle(tx: Transaction): Promise<Proven>
}

/** Proves who signs in. */
export interface FirstFactor extends Factor<SignInSubject, VerifiedFactor<'first'>> {
  /** The ways in that the account has by this strategy. */
  offers(account: Account): SupportedFirstFactor[]
}

/** Proves once more who signs in: it is asked for where the user has enrolled it. */
export interface SecondFactor extends Factor<SignInSubject, VerifiedFactor<'second'>> {
  /** Read from the user's row alone, so that it can be asked again while nobody else may change it. */
  isEnrolled(user: Account['user']): boolean
  offers(account: Account): SupportedSecondFactor[]
}

/** Proves that somebody reads the mail of an address. */
export interface IdentifierFactor extends Factor<IdentifierSubject, VerifiedEmailAddress> {
  prepare(tx: Transaction, about: IdentifierSubject): Promise<Sent>
}

export interface SignInSubject {
  id: string
  account: Account
  /** The browser's client; null before it has one. */
  client: ClientRow | null
  /** What was sent already, as the column of this place remembers it. */
  verification: string | null
  /** The address that the form asks for or, once something was sent, the one that it went to. */
  email_address_id: string | null
}

export interface IdentifierSubject {
  of: 'sign_up' | 'email_address'
  id: string
  email_address: string
  verification: string | null
}

/** Whom a sign-in is about. */
export interface Account {
  user: Pick<
    UserRow,
    'id' | 'password_digest' | 'password_updated_at' | 'primary_email_address_id' | 'last_sign_in_at' | 'banned' | 'locked_until'
  >
  /** Verified ones only. */
  emailAddresses: AccountAddress[]
  /** With enumeration protection: what everybody is offered, and whether codes are really mailed. See `hidden-accounts.ts`. */
  hidden?: { offers: SupportedFirstFactor[]; isReached: boolean }
}

export type AccountAddress = Pick<EmailAddressRow, 'id' | 'user_id' | 'email_address' | 'verified_at'>
