/**
 * The one form of what people type: in it addresses, names, codes and passwords are stored, compared, searched and counted, whatever a
 * keyboard, browser or input method makes of them. The canonical form of a canonical text is that text.
 */

/** As RFC 8265 prepares passwords (OpaqueString): letters are composed, and every kind of space is a space. */
export const canonicalPassword = (typed: string): string => typed.replace(/\p{Zs}/gu, ' ').normalize('NFC')

/** A one-time code: the digits of any script are digits, and what people type around them is dropped. */
export const canonicalCode = (typed: string): string =>
  typed
    .normalize('NFKC')
    .replace(/\p{Nd}/gu, westernDigit)
    .replace(/[^\p{L}\p{N}]/gu, '')

/** Unicode keeps the ten digits of a script together, from 0 to 9. */
function westernDigit(digit: string): string {
  const place = digit.codePointAt(0)!
  let first = place
  while (/\p{Nd}/u.test(String.fromCodePoint(first - 1))) first--
  return String((place - first) % 10)
}

/** A username as it is shown: RFC 8265 folds widths, and NFKC the other letters that look alike by design. */
export const canonicalUsername = (typed: string): string => typed.normalize('NFKC').trim()

/** What usernames and the names of people are compared, searched and sorted by. Which σ lower case makes of Σ depends on what follows it. */
export const nameKey = (name: string): string => name.normalize('NFKC').toLowerCase().normalize('NFKC').replaceAll('ς', 'σ')

/**
 * An e-mail address in lower case, its domain as it is resolved (UTS 46, `xn--…`); null for what is none. The local part is composed and no
 * more, since RFC 6532 lets letters differ that look alike, but full-width ones come from input methods.
 */
export function canonicalEmailAddress(typed: string): string | null {
  const address = canonicalAddressPart(typed.replace(unseenEnds, ''))
  const at = address.lastIndexOf('@')
  const local = address.slice(0, at)
  const domain = canonicalDomain(address.slice(at + 1))
  if (at < 0 || local.length > 64 || !localPart.test(local) || domain === null) return null
  return local.length + domain.length < 254 ? `${local}@${domain}` : null
}

const canonicalAddressPart = (typed: string): string =>
  typed
    .replace(/[\uFF01-\uFFEE]+/g, (wide) => wide.normalize('NFKC'))
    .toLowerCase()
    .normalize('NFC')

/** Part of an address, as a search has it: as it stands in a local part, and as labels of a domain. */
export function canonicalAddressParts(typed: string): string[] {
  const part = canonicalAddressPart(typed)
  const at = part.lastIndexOf('@') + 1
  const labels = part.slice(at).split(/[.。]/)
  return [...new Set([part, part.slice(0, at) + labels.map((label) => resolvable(label) ?? label).join('.')])]
}

/** A domain name in lower case, each label in ASCII; null for addresses of machines and what no name server could be asked for. */
function canonicalDomain(typed: string): string | null {
  const domain = resolvable(typed)
  return domain !== null && domainName.test(domain) ? domain : null
}

/** As browsers do it, and without what else they read in a host. */
function resolvable(domain: string): string | null {
  if (hasOnlyAscii.test(domain) && !domain.includes('xn--')) return domain.toLowerCase()
  if (unseen.test(domain) || /[^a-z0-9.-]/i.test(domain.replace(/[^\0-\x7f]/g, ''))) return null
  try {
    return new URL(`http://${domain}`).hostname
  } catch {
    return null
  }
}

const hasOnlyAscii = /^[\0-\x7f]*$/
const unseenEnds = /^[\s\u200B\u200E\u200F\u2060]+|[\s\u200B\u200E\u200F\u2060]+$/g // as the clipboard brings them along
// What a browser would drop from a host: all that is not seen, but for the joiners that some scripts are written with.
const unseen = /(?![\u200C\u200D])\p{Default_Ignorable_Code_Point}/u

// Deliberately narrower than RFC 5322: no quotes, comments or address literals, which are always typos or attacks.
const localPart = /^(?:[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-][\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]*(?:\.(?!$)|$))+$/u
const domainName = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/
