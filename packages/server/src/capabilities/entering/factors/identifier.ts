/**
 * What identifies a person here: each kind has columns of its name in a sign-up, and a row in `sign-up/identifiers.ts` that says how one
 * is found taken and becomes a user's.
 */
import type { VerifiedEmailAddress } from '../../identity/email-addresses/email-addresses.js'
import type { VerifiedPhoneNumber } from '../../identity/phone-numbers/phone-numbers.js'
import type { VerifiedWeb3Wallet } from '../../identity/web3-wallets/web3-wallets.js'

/** Made only by consuming a proof, or on the word of the secret key. */
export type VerifiedIdentifier = VerifiedEmailAddress | VerifiedPhoneNumber | VerifiedWeb3Wallet

export type IdentifierKind = VerifiedIdentifier['kind']
