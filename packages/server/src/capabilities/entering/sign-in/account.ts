/** Who a sign-in is about. */
import { canonicalEmailAddress, errors } from '@frontdesk/contract'
import { readPhoneNumber } from '../../../basics/phone-number.js'
import { readWalletAddress } from '../../../basics/wallet-address.js'
import type { Instance } from '../../../start/instance.js'
import { emailAddressesOf, findUserByEmailAddress } from '../../identity/email-addresses/email-addresses.js'
import { findUserByPhoneNumber, phoneNumbersOf } from '../../identity/phone-numbers/phone-numbers.js'
import { holds } from '../../identity/users/holdings.js'
import { findUserByUsername, type UserRow } from '../../identity/users/users.js'
import { findUserByWeb3Wallet, web3WalletsOf } from '../../identity/web3-wallets/web3-wallets.js'
import type { Account, FirstFactor } from '../factors/factor.js'
import { takesWallets } from '../factors/wallet.js'
import type { Identifier } from '../restrictions/identifiers.js'
import { requireNotBlocked } from '../restrictions/permitted.js'
import { hiddenAccount, hidesAccounts, isPhoneNumber } from './hidden-accounts.js'
import type { SignInRow } from './sign-in.js'

/** A phone number or a wallet in the one spelling in which it is kept; everything else as it was typed. */
export async function spelledIdentifier({ settings }: Instance, typed: string): Promise<string> {
  const wallet = takesWallets(settings) ? readWalletAddress(typed) : null
  if (wallet) return wallet.address
  if (settings.attributes.phoneNumber === 'off') return typed
  return (await readPhoneNumber(typed, settings.phoneNumbers.defaultCountry))?.number ?? typed
}

/** @throws `not_allowed_access` whoever has a blocked identifier; `form_identifier_not_found`, unless accounts are hidden; with a password it takes as long as a wrong password would */
export async function identify(
  instance: Instance,
  identifier: string,
  password: string | null | undefined,
): Promise<UserRow | null> {
  await requireNotBlocked(instance, typedIdentifiers(identifier))
  const user = await findIdentified(instance, identifier.trim())
  if (user || hidesAccounts(instance)) return user
  if (password) await instance.passwords.verify(password, null)
  throw errors.formIdentifierNotFound()
}

/** What is typed may be on the block list whether anybody has it or not: the refusal tells nobody who has an account. */
function typedIdentifiers(identifier: string): Identifier[] {
  if (isPhoneNumber(identifier)) return [{ type: 'phone_number', value: identifier }]
  const wallet = readWalletAddress(identifier)
  if (wallet) return [{ type: 'web3_wallet', value: wallet.address }]
  const value = canonicalEmailAddress(identifier)
  return value ? [{ type: 'email_address', value }] : []
}

async function findIdentified(instance: Instance, identifier: string): Promise<UserRow | null> {
  const typed = canonicalEmailAddress(identifier)
  const user = typed && (await findUserByEmailAddress(instance, typed))
  if (user) return user
  if (instance.settings.attributes.phoneNumber !== 'off' && isPhoneNumber(identifier))
    return findUserByPhoneNumber(instance, identifier)
  const owner =
    takesWallets(instance.settings) && readWalletAddress(identifier) && (await findUserByWeb3Wallet(instance, identifier))
  if (owner) return owner
  return instance.settings.attributes.username === 'off' ? null : findUserByUsername(instance, identifier)
}

/** The user and the verified addresses that the factor may send to; null before anybody said who they are. */
export async function accountOf(
  instance: Instance,
  signIn: Pick<SignInRow, 'id' | 'identifier'>,
  user: UserRow | null,
  factor?: FirstFactor,
): Promise<Account | null> {
  if (signIn.identifier !== null && hidesAccounts(instance)) return hiddenAccount(instance, signIn, user)
  if (!user) return null
  if (factor?.answer === 'password') return { user, emailAddresses: [], phoneNumbers: [], web3Wallets: [] }
  const account = await accountOfUser(instance, user)
  return { ...account, web3Wallets: account.web3Wallets.filter(({ web3_wallet }) => web3_wallet === signIn.identifier) }
}

export async function accountOfUser(instance: Instance, user: UserRow): Promise<Account> {
  const addresses = await emailAddressesOf(instance, [user.id])
  const numbers = holds(user, 'phone_number') ? await phoneNumbersOf(instance, [user.id]) : []
  const wallets = holds(user, 'web3_wallet') ? await web3WalletsOf(instance, [user.id]) : []
  return {
    user,
    emailAddresses: addresses.filter((address) => address.verified_at !== null),
    phoneNumbers: numbers.filter((number) => number.verified_at !== null),
    web3Wallets: wallets.filter((wallet) => wallet.verified_at !== null),
  }
}

/** Tries at one account take turns, and those at nobody's as well: they could be told apart by their pace. */
export const turnOf = (account: Account, identifier: string | null): string => account.user.id || `nobody ${identifier}`
