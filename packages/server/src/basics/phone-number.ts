/**
 * Phone numbers as people write them, read by libphonenumber. Its metadata knows every country's plan, and is loaded with the first number,
 * so that instances without phone numbers start as fast, and stay as small, as before.
 */
export interface PhoneNumber {
  /** As E.164 has it, such as `+4915123456789`. */
  number: string
  /** As ISO 3166 has it, such as `DE`; null for numbers of no country, such as those of satellites. */
  country: string | null
  /** Whether its plan has it as one that people have, and that costs the sender no more than others do. */
  isPersonal: boolean
}

/** Numbers that nobody has, for tests: `+1XXX55501XX`. */
export const isTestNumber = (number: string): boolean => /^\+1\d{3}55501\d\d$/.test(number)

/** Whether it is worth loading the library for: digits, and what stands between them. */
const looksLikeNumber = /^[\s+＋(]*\p{Nd}[\p{Nd}\p{P}\p{Zs}\s\u200e\u200f\u2060\u202a-\u202e\u2066-\u2069~]*$/u

/** A number in any spelling; without its country's code it is one of the default country, if there is one. Null for what is no number. */
export async function readPhoneNumber(typed: string, defaultCountry = ''): Promise<PhoneNumber | null> {
  const text = typed.replace(/\p{Cf}/gu, '').trim() // marks that come along with a copied number
  if (!looksLikeNumber.test(text)) return null
  const { isSupportedCountry, parsePhoneNumberFromString } = await import('libphonenumber-js/max')
  const home = isSupportedCountry(defaultCountry) ? { defaultCountry } : {}
  const read = parsePhoneNumberFromString(text, { ...home, extract: false })
  if (!read || read.ext) return null
  if (isTestNumber(read.number)) return { number: read.number, country: 'US', isPersonal: true }
  return read.isValid() ? { number: read.number, country: read.country ?? null, isPersonal: !isCostly.has(read.getType()) } : null
}

/** Who is written to there pays more, or makes the sender pay: what toll fraud lives on. Nobody signs in with a pager or a hotline either. */
const isCostly = new Set<string | undefined>([
  'PREMIUM_RATE',
  'SHARED_COST',
  'PERSONAL_NUMBER',
  'UAN',
  'TOLL_FREE',
  'PAGER',
  'VOICEMAIL',
])
