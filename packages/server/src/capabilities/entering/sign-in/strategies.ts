/**
 * The matrix of strategies: a row says where a strategy may be used, what it offers a user, and how it is prepared and checked.
 * Checks run outside of any transaction; what they give back is settled in the transaction that moves the sign-in on.
 */
import type { SupportedFirstFactor } from '@frontdesk/contract'
import type { Instance, Transaction } from '../../../start/instance.js'
import type { VerifiedFactor } from '../../devices/sessions/completed-sign-in.js'
import type { EmailAddressRow } from '../../identity/email-addresses/email-addresses.js'
import type { UserRow } from '../../identity/users/users.js'
import { emailCode, resetPasswordEmailCode } from './strategies/email-code.js'
import { password } from './strategies/password.js'
import type { SignInsTable } from './tables.js'

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

/** What a form sends along with the strategy's name. */
export interface FactorParams {
  email_address_id?: string | null
  password?: string | null
  code?: string | null
}

/** What a check must know of the sign-in. */
export type CheckedSignIn = Pick<SignInsTable, 'id' | 'first_factor_verification' | 'email_address_id'>

export interface Strategy {
  name: 'password' | 'email_code' | 'reset_password_email_code'
  /** The field of the form that holds the answer. */
  answer: 'password' | 'code'
  /** A sign-in that verified it needs nothing more, or first a new password. */
  leadsTo: 'complete' | 'needs_new_password'
  offers(account: Account): SupportedFirstFactor[]
  /** Sends what the check will ask for, and answers to which address; runs in a transaction. Absent where nothing is sent. */
  prepare?(tx: Transaction, signInId: string, account: Account, params: FactorParams): Promise<AccountAddress>
  /** Checks the answer; it is used up in the transaction that it completes. */
  check(instance: Instance, signIn: CheckedSignIn, account: Account, answer: string): Promise<RightAnswer>
}

export interface RightAnswer {
  /** What the sign-in remembers of it. */
  verification: string
  /** Claims the proof. */
  settle(tx: Transaction): Promise<VerifiedFactor>
}

export const strategies: readonly Strategy[] = [password, emailCode, resetPasswordEmailCode]

export const findStrategy = (name: string): Strategy | undefined => strategies.find((strategy) => strategy.name === name)

export const offersOf = (account: Account): SupportedFirstFactor[] =>
  account.hidden?.offers ?? strategies.flatMap((strategy) => strategy.offers(account))
