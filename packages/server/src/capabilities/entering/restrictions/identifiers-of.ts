import type { Instance } from '../../../start/instance.js'
import { emailAddressesOf } from '../../identity/email-addresses/email-addresses.js'
import type { Identifier } from './identifiers.js'

/** What somebody has, verified: an identifier on the block list shuts the others, too. */
export async function identifiersOf(instance: Instance, userId: string): Promise<Identifier[]> {
  const addresses = await emailAddressesOf(instance, [userId])
  return addresses
    .filter(({ verified_at }) => verified_at !== null)
    .map(({ email_address }) => ({ type: 'email_address', value: email_address }))
}
