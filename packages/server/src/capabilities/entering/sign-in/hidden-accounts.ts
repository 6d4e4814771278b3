/**
 * With enumeration protection a sign-in tells nobody whether an identifier has an account: every identifier is offered the same ways in, a
 * wrong answer is the same refusal for all, and where nobody may sign in codes are issued that nobody is sent. What is shown depends on
 * what was typed alone.
 */
import { canonicalEmailAddress, type SupportedFirstFactor } from '@frontdesk/contract'
import type { Instance } from '../../../start/instance.js'
import { emailAddressesOf } from '../../identity/email-addresses/email-addresses.js'
import { isAdmitted } from '../../identity/users/admission.js'
import type { UserRow } from '../../identity/users/users.js'
import type { Account, AccountAddress } from '../factors/factor.js'
import { offersOf } from '../factors/matrix.js'
import type { SignInsTable } from './tables.js'

type Named = Pick<SignInsTable, 'id' | 'identifier'>

export const hidesAccounts = ({ settings }: Instance): boolean => settings.enumerationProtection

/** The ways in that every identifier has: those of an account that has a password and, where it is an address, this one. */
export function offersToAnybody({ settings }: Instance, signIn: Named): SupportedFirstFactor[] {
  const emailAddresses = typedAddresses(signIn)
  return offersOf(settings, {
    user: { ...nobody, password_digest: 'any', primary_email_address_id: emailAddresses[0]?.id ?? null },
    emailAddresses,
  })
}

/** The account behind the identifier, or one of nobody that behaves alike. */
export async function hiddenAccount(instance: Instance, signIn: Named, user: UserRow | null): Promise<Account> {
  const offers = offersToAnybody(instance, signIn)
  const emailAddresses = typedAddresses(signIn)
  if (!user || !isAdmitted(instance, user)) return { user: user ?? nobody, emailAddresses, hidden: { offers, isReached: false } }

  const [typed] = emailAddresses
  const addresses = typed ? await emailAddressesOf(instance, [user.id]) : []
  const own = addresses.filter((address) => address.email_address === typed?.email_address) // verified: the user was found by it
  return { user, emailAddresses: own, hidden: { offers, isReached: true } }
}

/** What was typed, if it is an address, as nobody's: with an id that looks like an address's, the same each time it is shown. */
function typedAddresses({ id, identifier }: Named): AccountAddress[] {
  const typed = identifier && canonicalEmailAddress(identifier)
  return typed ? [{ id: id.replace(/^[^_]+/, 'idn'), user_id: '', email_address: typed, verified_at: null }] : []
}

/** Has no password and no row. */
const nobody: Account['user'] = {
  id: '',
  holds: '',
  password_digest: null,
  password_updated_at: null,
  primary_email_address_id: null,
  last_sign_in_at: null,
  banned: 0,
  locked_until: null,
}
