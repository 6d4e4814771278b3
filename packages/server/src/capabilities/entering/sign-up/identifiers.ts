/**
 * The identifiers that a sign-up may bring, a row for each kind: whether the instance asks for it, and how one is found taken, remembered
 * as verified, and becomes the new user's.
 */
import type { Instance, Transaction } from '../../../start/instance.js'
import { requireWritable } from '../../ground/one-time-secrets/text-codes.js'
import type { Settings } from '../../ground/settings/settings.js'
import {
  addVerifiedEmailAddress,
  verifiedEarlier as emailAddressVerifiedEarlier,
  findVerifiedEmailAddress,
} from '../../identity/email-addresses/email-addresses.js'
import {
  addVerifiedPhoneNumber,
  findVerifiedPhoneNumber,
  numberVerifiedEarlier,
} from '../../identity/phone-numbers/phone-numbers.js'
import type { NewUser } from '../../identity/users/users.js'
import { requireWallet } from '../../identity/web3-wallets/challenges.js'
import { addVerifiedWeb3Wallet, findVerifiedWeb3Wallet, walletVerifiedEarlier } from '../../identity/web3-wallets/web3-wallets.js'
import type { IdentifierKind, VerifiedIdentifier } from '../factors/identifier.js'

interface Identifier<Verified extends VerifiedIdentifier> {
  asked(settings: Settings): 'off' | 'optional' | 'required'
  /** The one spelling in which it is kept, where the form's schema has not found it. @throws `form_param_format_invalid` */
  spelled?(instance: Instance, typed: string): Promise<string>
  isTaken(instance: Instance, value: string): Promise<boolean>
  /** What the sign-up's columns remember; null until it is verified. */
  verifiedEarlier(value: string | null, verification: string | null): Verified | null
  /** @throws `form_identifier_exists` when somebody has verified it meanwhile */
  add(tx: Transaction, userId: string, verified: Verified, id: string): Promise<unknown>
  /** Where a user's row names the first one. */
  primary: keyof NewUser
}

type Identifiers = { [Kind in IdentifierKind]: Identifier<Extract<VerifiedIdentifier, { kind: Kind }>> }

export const identifiers: Identifiers = {
  email_address: {
    asked: ({ attributes }) => attributes.emailAddress,
    isTaken: async (instance, value) => (await findVerifiedEmailAddress(instance, value)) !== null,
    verifiedEarlier: emailAddressVerifiedEarlier,
    add: (tx, userId, verified, id) => addVerifiedEmailAddress(tx, userId, verified, { id }),
    primary: 'primary_email_address_id',
  },
  phone_number: {
    asked: ({ attributes }) => attributes.phoneNumber,
    spelled: async (instance, typed) => (await requireWritable(instance, typed)).number,
    isTaken: async (instance, value) => (await findVerifiedPhoneNumber(instance, value)) !== null,
    verifiedEarlier: numberVerifiedEarlier,
    add: (tx, userId, verified, id) => addVerifiedPhoneNumber(tx, userId, verified, { id }),
    primary: 'primary_phone_number_id',
  },
  web3_wallet: {
    asked: ({ attributes }) => attributes.web3Wallet,
    spelled: async (_, typed) => requireWallet(typed).address,
    isTaken: async (instance, value) => (await findVerifiedWeb3Wallet(instance, value)) !== null,
    verifiedEarlier: walletVerifiedEarlier,
    add: (tx, userId, verified, id) => addVerifiedWeb3Wallet(tx, userId, verified, { id }),
    primary: 'primary_web3_wallet_id',
  },
}

/** For an identifier of whichever kind: its row takes those of that kind. */
export const identifierOf = (kind: IdentifierKind): Identifier<VerifiedIdentifier> => identifiers[kind]

export const identifierKinds = Object.keys(identifiers) as IdentifierKind[]
