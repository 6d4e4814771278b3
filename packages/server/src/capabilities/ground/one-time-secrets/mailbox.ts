import { canonicalEmailAddress } from '@frontdesk/contract'

/** The mailbox that an address leads to: one for all spellings of it, and for what follows a `+`. */
export function mailboxOf(emailAddress: string): string {
  const address = canonicalEmailAddress(emailAddress) ?? emailAddress
  const at = address.lastIndexOf('@')
  return `${address.slice(0, at).replace(/(?<=.)\+.*$/s, '')}${address.slice(at)}`
}
