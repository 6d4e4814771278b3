/** Who mail is from: one name, one address. */
import { canonicalEmailAddress } from '@frontdesk/contract'

export interface Sender {
  name: string
  address: string
}

/** `address` or `Name <address>`, the name with or without quotes; null for what has no address, or more than one. */
export function readSender(text: string): Sender | null {
  const [, quoted, plain, address] = /^\s*(?:"([^"<>]*)"|([^"<>]*))\s*<([^<>]*)>\s*$/.exec(text) ?? [null, '', '', text]
  const name = (quoted ?? plain ?? '').trim()
  const canonical = canonicalSender((address ?? '').trim())
  return canonical === null || /\p{Cc}/u.test(name) ? null : { name, address: canonical }
}

/** A machine may send mail to itself. */
const canonicalSender = (address: string): string | null =>
  /^[\w.+-]+@localhost$/.test(address) ? address : canonicalEmailAddress(address)
