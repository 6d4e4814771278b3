/** How a canonical address is shown: its domain in the letters that its owner reads. */
import { domainToUnicode } from 'node:url'
import { isOfOneScript, looksLatin } from '@frontdesk/contract'

/**
 * The address for pages and mail, and anything else as it is. A label of a domain that mixes scripts, or only looks like a Latin word, stays
 * `xn--…`: nobody should take it for another.
 */
export function readableAddress(address: string): string {
  const at = address.lastIndexOf('@') + 1
  return address.slice(0, at) + address.slice(at).split('.').map(readableLabel).join('.')
}

function readableLabel(label: string): string {
  if (!label.startsWith('xn--')) return label
  const readable = domainToUnicode(label)
  return isOfOneScript(readable) && !looksLatin(readable) ? readable || label : label
}
