/**
 * With enumeration protection a sign-in tells nobody whether an identifier has an account: every identifier is offered the same ways in, a
 * wrong answer is the same refusal for all, and where nobody may sign in codes are issued that nobody is sent. What is shown depends on
 * what was typed alone.
 */
import { ApiError, canonicalEmailAddress, errors, type SupportedFirstFactor } from '@frontdesk/contract'
import { readableAddress } from '../../../basics/readable-address.js'
import type { Instance } from '../../../start/instance.js'
import type { ClientRow } from '../../devices/clients/clients.js'
import { emailAddressesOf } from '../../identity/email-addresses/email-addresses.js'
import { isAdmitted } from '../../identity/users/admission.js'
import { verifyAmongKinds } from '../../identity/users/password-kinds.js'
import type { UserRow } from '../../identity/users/users.js'
import { countTry } from './lockout.js'
import type { Account } from './strategies.js'
import type { SignInsTable } from './tables.js'

type Named = Pick<SignInsTable, 'id' | 'identifier'>

export const hidesAccounts = ({ settings }: Instance): boolean => settings.enumerationProtection

/** The ways in that every identifier has: the password, and codes where it is an address. */
export function offersToAnybody({ id, identifier }: Named): SupportedFirstFactor[] {
  const typed = identifier && canonicalEmailAddress(identifier)
  if (!typed) return [{ strategy: 'password' }]
  const address = { email_address_id: decoyAddressId(id), safe_identifier: readableAddress(typed), primary: true }
  return [{ strategy: 'password' }, { strategy: 'email_code', ...address }, { strategy: 'reset_password_email_code', ...address }]
}

/** The account behind the identifier, or one of nobody that behaves alike. */
export async function hiddenAccount(instance: Instance, signIn: Named, user: UserRow | null): Promise<Account> {
  const typed = signIn.identifier && canonicalEmailAddress(signIn.identifier)
  const offers = offersToAnybody(signIn)
  const decoy = { id: decoyAddressId(signIn.id), user_id: '', email_address: typed ?? '', verified_at: null }
  if (!user || !isAdmitted(instance, user))
    return { user: user ?? nobody, emailAddresses: typed ? [decoy] : [], hidden: { offers, isReached: false } }

  const addresses = typed ? await emailAddressesOf(instance, [user.id]) : []
  const own = addresses.filter((address) => address.email_address === typed && address.verified_at !== null)
  return { user, emailAddresses: own, hidden: { offers, isReached: true } }
}

/** Counts a try; where the account is locked the refusal is that of a wrong password, and costs as much. */
export async function countHiddenTry(
  instance: Instance,
  { user }: Account,
  client: ClientRow | null,
  answer: string,
): Promise<void> {
  if (user.id === '') return
  try {
    await countTry(instance, user.id, client)
  } catch (refusal) {
    if (!(refusal instanceof ApiError) || refusal.status !== 403) throw refusal
    await verifyAmongKinds(instance, answer, null)
    throw errors.formPasswordOrIdentifierIncorrect()
  }
}

/** Looks like an address's, and is the same each time the sign-in is shown. */
const decoyAddressId = (signInId: string): string => signInId.replace(/^[^_]+/, 'idn')

/** Has no password and no row. */
const nobody: Account['user'] = {
  id: '',
  password_digest: null,
  password_updated_at: null,
  primary_email_address_id: null,
  last_sign_in_at: null,
  banned: 0,
  locked_until: null,
}
