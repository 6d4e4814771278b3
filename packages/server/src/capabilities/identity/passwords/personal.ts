/** Passwords made of the person's own name or address, which a guesser knows already. */
import { nameKey } from '@frontdesk/contract'
import { readableAddress } from '../../../basics/readable-address.js'
import type { Instance } from '../../../start/instance.js'
import { emailAddressesOf } from '../email-addresses/email-addresses.js'
import type { UserRow } from '../users/users.js'

/** What is known of the person who chooses. */
export interface Chooser {
  emailAddresses: Array<string | null | undefined>
  username?: string | null | undefined
  first_name?: string | null | undefined
  last_name?: string | null | undefined
}

export async function chooserOf(instance: Instance, user: UserRow): Promise<Chooser> {
  const addresses = await emailAddressesOf(instance, [user.id])
  return { ...user, emailAddresses: addresses.map(({ email_address }) => email_address) }
}

/** Which words of theirs, or of the app's name, are all that the password is made of besides digits and signs; null where it has more. */
export function personalPart(password: string, chooser: Chooser, applicationName: string): 'identifier' | 'name' | null {
  const addresses = chooser.emailAddresses.flatMap((address) => (address ? [address, readableAddress(address)] : []))
  const identifiers = [...addresses, ...addresses.flatMap((address) => address.split('@')), chooser.username ?? '']
  if (identifiers.some((identifier) => isMadeOf(password, [identifier]))) return 'identifier'

  const names = [chooser.first_name ?? '', chooser.last_name ?? '', applicationName]
  const words = [...identifiers, ...names].flatMap((text) => [text, ...text.split(/[^\p{L}\p{M}\p{N}]+/u)])
  return isMadeOf(password, words) ? 'name' : null
}

/** The longest words are taken out first; what is left may be digits. */
function isMadeOf(password: string, words: string[]): boolean {
  const whole = lettersOf(password)
  const known = [...new Set(words.map(lettersOf))].filter((word) => word.length >= 3).sort((a, b) => b.length - a.length)
  const rest = known.reduce((left, word) => left.replaceAll(word, ' '), whole)
  return rest !== whole && /^[\d ]*$/.test(rest)
}

const lettersOf = (text: string): string => nameKey(text).replace(/[^\p{L}\p{N}]/gu, '')
