/**
 * With enumeration protection a sign-in tells nobody whether an identifier has an account: every identifier is offered the same ways in, a
 * wrong answer is the same refusal for all, and where nobody may sign in codes are issued that nobody is sent. What is shown depends on
 * what was typed alone.
 */
import { canonicalEmailAddress, type SupportedFirstFactor } from '@frontdesk/contract'
import { readWalletAddress } from '../../../basics/wallet-address.js'
import type { Instance } from '../../../start/instance.js'
import { emailAddressesOf } from '../../identity/email-addresses/email-addresses.js'
import { phoneNumbersOf } from '../../identity/phone-numbers/phone-numbers.js'
import { isAdmitted } from '../../identity/users/admission.js'
import type { UserRow } from '../../identity/users/users.js'
import { web3WalletsOf } from '../../identity/web3-wallets/web3-wallets.js'
import type { Account, AccountAddress, AccountNumber, AccountWallet } from '../factors/factor.js'
import { offersOf } from '../factors/matrix.js'
import type { SignInsTable } from './tables.js'

type Named = Pick<SignInsTable, 'id' | 'identifier'>

export const hidesAccounts = ({ settings }: Instance): boolean => settings.enumerationProtection

/** The ways in that every identifier has: those of an account that has a password and, where it is an address, a number or a wallet, this one. */
export function offersToAnybody({ settings }: Instance, signIn: Named): SupportedFirstFactor[] {
  const emailAddresses = typedAddresses(signIn)
  const phoneNumbers = typedNumbers(signIn)
  const web3Wallets = typedWallets(signIn)
  return offersOf(settings, {
    user: {
      ...nobody,
      password_digest: 'any',
      primary_email_address_id: emailAddresses[0]?.id ?? null,
      primary_phone_number_id: phoneNumbers[0]?.id ?? null,
      primary_web3_wallet_id: web3Wallets[0]?.id ?? null,
    },
    emailAddresses,
    phoneNumbers,
    web3Wallets,
  })
}

/** The account behind the identifier, or one of nobody that behaves alike. */
export async function hiddenAccount(instance: Instance, signIn: Named, user: UserRow | null): Promise<Account> {
  const offers = offersToAnybody(instance, signIn)
  const emailAddresses = typedAddresses(signIn)
  const phoneNumbers = typedNumbers(signIn)
  const web3Wallets = typedWallets(signIn)
  const unreached = { user: user ?? nobody, emailAddresses, phoneNumbers, web3Wallets, hidden: { offers, isReached: false } }
  if (!user || !isAdmitted(instance, user)) return unreached

  const [address] = emailAddresses
  const [number] = phoneNumbers
  const [wallet] = web3Wallets
  const addresses = address ? await emailAddressesOf(instance, [user.id]) : []
  const numbers = number ? await phoneNumbersOf(instance, [user.id]) : []
  const wallets = wallet ? await web3WalletsOf(instance, [user.id]) : []
  const ownNumbers = numbers.filter(({ phone_number }) => phone_number === number?.phone_number) // verified: the user was found by it
  if (ownNumbers.some((own) => own.reserved_for_second_factor === 1)) return unreached
  return {
    user,
    emailAddresses: addresses.filter(({ email_address }) => email_address === address?.email_address), // as above
    phoneNumbers: ownNumbers,
    web3Wallets: wallets.filter(({ web3_wallet }) => web3_wallet === wallet?.web3_wallet), // as above
    hidden: { offers, isReached: true },
  }
}

/** What was typed, if it is an address, as nobody's: with an id that looks like an address's, the same each time it is shown. */
function typedAddresses({ id, identifier }: Named): AccountAddress[] {
  const typed = identifier && canonicalEmailAddress(identifier)
  return typed ? [{ id: id.replace(/^[^_]+/, 'idn'), user_id: '', email_address: typed, verified_at: null }] : []
}

/** Sign-ins keep numbers as E.164 has them. */
export const isPhoneNumber = (identifier: string): boolean => /^\+\d{5,15}$/.test(identifier)

/** The same for a number. */
function typedNumbers({ id, identifier }: Named): AccountNumber[] {
  if (!identifier || !isPhoneNumber(identifier)) return []
  const nobodys = { user_id: '', verified_at: null, reserved_for_second_factor: 0, default_second_factor: 0 } as const
  return [{ id: id.replace(/^[^_]+/, 'idn'), phone_number: identifier, ...nobodys }]
}

/** The same for a wallet. */
function typedWallets({ id, identifier }: Named): AccountWallet[] {
  const typed = identifier && readWalletAddress(identifier)
  return typed ? [{ id: id.replace(/^[^_]+/, 'idn'), user_id: '', web3_wallet: typed.address, verified_at: null }] : []
}

/** Has no password and no row. */
const nobody: Account['user'] = {
  id: '',
  holds: '',
  password_digest: null,
  password_updated_at: null,
  primary_email_address_id: null,
  primary_phone_number_id: null,
  primary_web3_wallet_id: null,
  last_sign_in_at: null,
  banned: 0,
  locked_until: null,
}
