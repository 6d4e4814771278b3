/**
 * Canonical forms of what people type: addresses, names, codes and passwords are stored, compared, searched and counted in this form, so
 * that keyboards, browsers and input methods make no difference. The canonical form of a canonical text is the same text.
 */

/** The OpaqueString profile of RFC 8265: composes letters and replaces every kind of space by a plain one. */
export const canonicalPassword = (typed: string): string => typed.replace(/\p{Zs}/gu, ' ').normalize('NFC')

/** A one-time code: converts the digits of any script, and removes everything but letters and digits. */
export const canonicalCode = (typed: string): string =>
  typed
    .normalize('NFKC')
    .replace(/\p{Nd}/gu, westernDigit)
    .replace(/[^\p{L}\p{N}]/gu, '')

/** Unicode keeps the ten digits of each script together, in order. */
function westernDigit(digit: string): string {
  const place = digit.codePointAt(0)!
  let first = place
  while (/\p{Nd}/u.test(String.fromCodePoint(first - 1))) first--
  return String((place - first) % 10)
}

/** A username as it is shown: NFKC folds widths (as RFC 8265 does) and other compatibility characters. */
export const canonicalUsername = (typed: string): string => typed.normalize('NFKC').trim()

/** The form in which usernames and names are compared, searched and sorted. Replaces ς, because the lower case of Σ depends on its position. */
export const nameKey = (name: string): string => name.normalize('NFKC').toLowerCase().normalize('NFKC').replaceAll('ς', 'σ')

/**
 * An e-mail address in lower case, its domain in ASCII (UTS 46, `xn--…`). Returns null if it is not a valid address. The local part is only
 * composed (NFC), because RFC 6532 keeps similar letters apart; full-width letters are converted, because input methods produce them.
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

/** The forms in which a search term may occur in an address: in the local part, and as labels of the domain. */
export function canonicalAddressParts(typed: string): string[] {
  const part = canonicalAddressPart(typed)
  const at = part.lastIndexOf('@') + 1
  const labels = part.slice(at).split(/[.。]/)
  return [...new Set([part, part.slice(0, at) + labels.map((label) => resolvable(label) ?? label).join('.')])]
}

/** A domain name in lower case, each label in ASCII. Returns null for IP addresses and for names that DNS cannot have. */
function canonicalDomain(typed: string): string | null {
  const domain = resolvable(typed)
  return domain !== null && domainName.test(domain) ? domain : null
}

/** Converts a domain to ASCII as browsers do, but refuses everything else that they accept in a host. */
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
const unseenEnds = /^[\s\u200B\u200E\u200F\u2060]+|[\s\u200B\u200E\u200F\u2060]+$/g // pasted text may have them
// Invisible characters, which browsers drop from a host, except the joiners that some scripts need.
const unseen = /(?![\u200C\u200D])\p{Default_Ignorable_Code_Point}/u

// Narrower than RFC 5322 on purpose: quotes, comments and address literals are typos or attacks.
const localPart = /^(?:[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-][\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]*(?:\.(?!$)|$))+$/u
const domainName = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/
