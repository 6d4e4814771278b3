import type { Instance } from '../../../start/instance.js'
import { emailAddressesOf } from '../../identity/email-addresses/email-addresses.js'
import { phoneNumbersOf } from '../../identity/phone-numbers/phone-numbers.js'
import { web3WalletsOf } from '../../identity/web3-wallets/web3-wallets.js'
import type { Identifier } from './identifiers.js'

/** What somebody has, verified: an identifier on the block list shuts the others, too. */
export async function identifiersOf(instance: Instance, userId: string): Promise<Identifier[]> {
  const addresses = await emailAddressesOf(instance, [userId])
  const numbers = await phoneNumbersOf(instance, [userId])
  const wallets = await web3WalletsOf(instance, [userId])
  const all = [
    ...addresses.map(({ email_address: value, verified_at }) => ({ type: 'email_address' as const, value, verified_at })),
    ...numbers.map(({ phone_number: value, verified_at }) => ({ type: 'phone_number' as const, value, verified_at })),
    ...wallets.map(({ web3_wallet: value, verified_at }) => ({ type: 'web3_wallet' as const, value, verified_at })),
  ]
  return all.filter(({ verified_at }) => verified_at !== null)
}
