/** What stands in a cell of the matrix: how one strategy proves something in one place, and what it must know for that. */
import type { SupportedFirstFactor, SupportedSecondFactor } from '@frontdesk/contract'
import type { Instance, Transaction } from '../../../start/instance.js'
import type { ClientRow } from '../../devices/clients/clients.js'
import type { VerifiedFactor } from '../../devices/sessions/completed-sign-in.js'
import type { SessionRow } from '../../devices/sessions/sessions.js'
import type { Settings } from '../../ground/settings/settings.js'
import type { EmailAddressRow } from '../../identity/email-addresses/email-addresses.js'
import type { PhoneNumberRow } from '../../identity/phone-numbers/phone-numbers.js'
import type { UserRow } from '../../identity/users/users.js'
import type { Web3WalletRow } from '../../identity/web3-wallets/web3-wallets.js'
import type { IdentifierKind, VerifiedIdentifier } from './identifier.js'

/** What a form sends along with the strategy's name. */
export interface FactorParams {
  email_address_id?: string | null
  phone_number_id?: string | null
  web3_wallet_id?: string | null
  redirect_url?: string | null
  action_complete_redirect_url?: string | null
  password?: string | null
  code?: string | null
  public_key_credential?: string | null
  signature?: string | null
  ticket?: string | null
}

type AnswerField = 'password' | 'code' | 'public_key_credential' | 'signature' | 'ticket'

/** Asks before it can be answered. */
export interface Asking<Subject> {
  /** Sends what the check will ask for, in a transaction. Absent where nothing is sent. */
  prepare?(tx: Transaction, about: Subject, params: FactorParams): Promise<Sent>
}

/** Is answered by a form. */
export interface Answered<Subject, Right> {
  /** The field of the form that holds the answer. */
  answer: AnswerField
  /** Counts the try, and only then compares: outside of any transaction, since the count must hold even when the rest fails. */
  check(instance: Instance, about: Subject, answer: string): Promise<Right>
}

/** Where the answer is null it comes by another way than a form, such as a link. */
export type Checked<Subject, Right> = Answered<Subject, Right> | { answer: null }

/** Proves something about `Subject`. */
export type Factor<Subject, Proven> = Asking<Subject> & Checked<Subject, Claim<Proven>>

export interface Sent {
  /** What the subject remembers of it, as its verification column holds it. */
  verification: string
  /** The address or number that was written to, or the wallet that was asked, where there were several. */
  identification_id?: string
}

/** A right answer, which is used up in the transaction of what it permits. */
export interface Claim<Proven> {
  verification: string
  settle(tx: Transaction): Promise<Proven>
}

interface Switched {
  /** Whether the instance takes this way at all. */
  isOn(settings: Settings): boolean
}

/** Proves who signs in. */
export type FirstFactor = Factor<SignInSubject, VerifiedFactor<'first'>> &
  Switched & {
    /** The ways in that the account has by this strategy. */
    offers(account: Account): SupportedFirstFactor[]
  }

/** Proves once more who signs in: it is asked for where the user has enrolled it. */
export type SecondFactor = Factor<SignInSubject, VerifiedFactor<'second'>> &
  Switched & {
    /** Read from the user's row alone, so that it can be asked again while nobody else may change it. */
    isEnrolled(user: Account['user'], settings: Settings): boolean
    offers(account: Account): SupportedSecondFactor[]
  }

/** Proves once more who is signed in, in the place of a first factor. Second factors serve as they are. */
export type ReverificationFactor = Factor<ReverificationSubject, VerifiedFactor<'first'>> &
  Switched & {
    offers(account: Account): SupportedFirstFactor[]
  }

/** Like a sign-in, with the session that is verified; its `id` is that of the verification. */
export interface ReverificationSubject extends SignInSubject {
  session: SessionRow
}

/** Proves that somebody has an identifier, such as by reading its mail. */
export type IdentifierFactor<Kind extends IdentifierKind = IdentifierKind> = Factor<
  IdentifierSubject,
  Extract<VerifiedIdentifier, { kind: Kind }>
> &
  Required<Asking<IdentifierSubject>> &
  Switched & { kind: Kind }

/** Proves who signs in, and says who that is: nobody need have named themselves before. */
export type NamingFactor = Asking<UnnamedSubject> & Checked<UnnamedSubject, Naming> & Switched

/** Whom the answer named. Where nobody here is meant, the sign-in remembers what was verified, and a sign-up may go on from that. */
export type Naming = (Claim<VerifiedFactor<'first'>> & { user: UserRow }) | { verification: string; user: null }

/** A sign-in in which nobody has named themselves. */
export interface UnnamedSubject {
  id: string
  /** The browser's client; null before it has one. */
  client: ClientRow | null
  /** Of the page that asks; null where its browser names none. */
  origin: string | null
  verification: string | null
}

export interface SignInSubject extends UnnamedSubject {
  account: Account
  /** The address or number that the latest code was sent to. */
  identification_id: string | null
}

export interface IdentifierSubject {
  of: 'sign_up' | 'account'
  id: string
  /** The address, number or wallet. */
  value: string
  verification: string | null
  /** Of the page that asks: what a wallet signs names it. */
  origin?: string | null
}

/** Whom a sign-in is about. */
export interface Account {
  user: Pick<
    UserRow,
    | 'id'
    | 'holds'
    | 'password_digest'
    | 'password_updated_at'
    | 'primary_email_address_id'
    | 'primary_phone_number_id'
    | 'primary_web3_wallet_id'
    | 'last_sign_in_at'
    | 'banned'
    | 'locked_until'
  >
  /** Verified ones only. */
  emailAddresses: AccountAddress[]
  phoneNumbers: AccountNumber[]
  /** Of a sign-in only the one that was named: what a wallet is asked to sign names it, and knowing one identifier must not reveal another. */
  web3Wallets: AccountWallet[]
  /** With enumeration protection: what everybody is offered, and whether codes are really mailed. See `hidden-accounts.ts`. */
  hidden?: { offers: SupportedFirstFactor[]; isReached: boolean }
}

export type AccountNumber = Pick<
  PhoneNumberRow,
  'id' | 'user_id' | 'phone_number' | 'verified_at' | 'reserved_for_second_factor' | 'default_second_factor'
>

export type AccountWallet = Pick<Web3WalletRow, 'id' | 'user_id' | 'web3_wallet' | 'verified_at'>

export type AccountAddress = Pick<EmailAddressRow, 'id' | 'user_id' | 'email_address' | 'verified_at'>
