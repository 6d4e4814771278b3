/** How an identifier stands on a list, and by which entries it is found there, however either of them was typed. */
import { canonicalEmailAddress, type IdentifierType } from '@frontdesk/contract'
import { mailboxOf } from '../../ground/one-time-secrets/mailbox.js'

/** An identifier in its canonical form, as users have them. */
export interface Identifier {
  type: IdentifierType
  value: string
}

/** An entry of a list, as it is shown and as it is compared. */
export interface Entry {
  identifier: string
  identifier_type: IdentifierType
  compared: string
}

/** An address, a number, a wallet or, as `@example.com` or `*@example.com`, a whole domain; null for what is none of them. */
export function readEntry(typed: string): Entry | null {
  const text = typed.trim()
  const [, domain] = /^\*?@(.+)$/s.exec(text) ?? []
  if (domain !== undefined) return domainEntry(domain)

  const emailAddress = canonicalEmailAddress(text)
  if (emailAddress) return { identifier: emailAddress, identifier_type: 'email_address', compared: emailAddress }
  const phoneNumber = text.replace(/[\s().-]/g, '')
  if (/^\+[1-9]\d{6,14}$/.test(phoneNumber))
    return { identifier: phoneNumber, identifier_type: 'phone_number', compared: phoneNumber }
  return isWallet(text) ? { identifier: text, identifier_type: 'web3_wallet', compared: comparedWallet(text) } : null
}

function domainEntry(domain: string): Entry | null {
  const any = canonicalEmailAddress(`any@${domain}`)
  if (!any) return null
  const compared = any.slice('any'.length)
  return { identifier: `*${compared}`, identifier_type: 'email_address', compared }
}

// An address of Ethereum, or a key of Solana in base 58.
const isWallet = (text: string) => /^0x[\da-f]{40}$/i.test(text) || /^[1-9A-HJ-NP-Za-km-z]{32,44}$/.test(text)

/** Capitals of an address of Ethereum are its checksum only; base 58 tells them apart. */
const comparedWallet = (text: string): string => (text.startsWith('0x') || text.startsWith('0X') ? text.toLowerCase() : text)

/** The entries that mean exactly this identifier: itself, or its domain. */
export function entriesFor({ type, value }: Identifier): string[] {
  if (type === 'web3_wallet') return [comparedWallet(value)]
  return type === 'email_address' ? [value, domainOf(value)] : [value]
}

/** The entries that mean its owner: whoever is blocked has as many addresses as there are words to put after a `+`. */
export const entriesForOwner = (identifier: Identifier): string[] =>
  identifier.type === 'email_address' ? [...entriesFor(identifier), mailboxOf(identifier.value)] : entriesFor(identifier)

const domainOf = (emailAddress: string): string => emailAddress.slice(emailAddress.lastIndexOf('@'))
