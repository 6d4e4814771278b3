/** What a page needs to know of phone numbers: fetched when the first field for one is shown, since it knows the plans of all countries. */
import {
  type CountryCode,
  getCountries,
  getCountryCallingCode,
  isSupportedCountry,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/min'

export interface Country {
  code: string
  /** Such as `Germany (+49)`. */
  name: string
}

/** In the order of their names in the page's language. */
export function countriesIn(locale: string): Country[] {
  const names = new Intl.DisplayNames([locale], { type: 'region' })
  return getCountries()
    .map((code) => ({ code, name: `${names.of(code) ?? code} (+${getCountryCallingCode(code)})` }))
    .sort((one, other) => one.name.localeCompare(other.name, locale))
}

/** Such as `+49`; empty for what is no country. */
export const callingCodeOf = (country: string): string =>
  isSupportedCountry(country) ? `+${getCountryCallingCode(country)}` : ''

/** Where the browser's language is spoken, until the person says where they are. */
export function likelyCountry(languages: readonly string[]): string {
  for (const language of languages) {
    const { region } = new Intl.Locale(language).maximize()
    if (region && isSupportedCountry(region)) return region
  }
  return 'US'
}

/** The number as E.164 has it, and its country; what was typed, where it is none. */
export function readNumber(typed: string, country: string): { number: string; country: string } {
  const read = parsePhoneNumberFromString(typed, country as CountryCode) // one of the list's, or none, which is no country either
  return { number: read?.number ?? typed, country: (typed.trim().startsWith('+') && read?.country) || country }
}
