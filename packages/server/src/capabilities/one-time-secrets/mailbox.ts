import { domainToASCII } from 'node:url'

/** The mailbox that an address leads to: one for all spellings of its letters and domain, and for what follows a `+`. */
export function mailboxOf(emailAddress: string): string {
  const text = emailAddress.normalize('NFKC').toLowerCase()
  const at = text.lastIndexOf('@')
  const domain = text.slice(at + 1)
  const name = text.slice(0, at).replace(/(?<=.)\+.*$/s, '')
  return `${name}@${domainToASCII(domain) || domain}`
}
