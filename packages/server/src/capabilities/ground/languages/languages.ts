/**
 * The languages in which an instance speaks to people: built-in ones, and those whose texts an app brings. A text that an app does not
 * bring is in the built-in language that is nearest.
 */
import { english, german, type Words } from '@frontdesk/contract'
import * as z from 'zod'
import { bringsTexts, localize } from './localize.js'

export interface Language {
  /** As BCP 47 has it, such as `de-AT`. */
  lang: string
  dir: 'ltr' | 'rtl'
  words: Words
  /** What mail is written in: the language itself, unless the app brings no texts for letters. */
  letters: Pick<Language, 'lang' | 'dir'> & { words: Words['letters'] }
}

export type Languages = readonly [first: Language, ...others: Language[]]

const builtIn: Record<string, Words> = { en: english, de: german }

const rightToLeft = new Set(['Adlm', 'Arab', 'Aran', 'Hebr', 'Mand', 'Nkoo', 'Rohg', 'Samr', 'Syrc', 'Thaa'])

const directionOf = (locale: Intl.Locale): Language['dir'] => (rightToLeft.has(locale.maximize().script ?? '') ? 'rtl' : 'ltr')

/** Null for what is no language tag. */
export function localeOf(tag: string): Intl.Locale | null {
  try {
    return new Intl.Locale(tag)
  } catch {
    return null // it says so by throwing, and by nothing else
  }
}

const list = z.array(z.string())
const byTag = z.record(z.string(), z.custom<true | object>()) // each is looked at with its tag

/** The option: the first is for everybody whose browser asks for none of them. */
export const languagesOption = z
  .union([list, byTag], "must be a list such as ['en', 'de'], or an object with texts, such as { en: true, ar: arSA }")
  .transform((given, context): Languages => {
    const named: Array<[key: string | number, tag: string, texts: unknown]> = Array.isArray(given)
      ? given.map((tag, at) => [at, tag, true])
      : Object.entries(given).map(([tag, texts]) => [tag, tag, texts])
    const languages: Language[] = []
    for (const [key, tag, texts] of named) {
      const language = readLanguage(tag.trim(), texts)
      const mistake = typeof language === 'string' ? language : languages.some(({ lang }) => lang === language.lang) && twice
      if (mistake) context.addIssue({ code: 'custom', path: [key], message: mistake, input: texts === true ? tag : texts })
      else languages.push(language as Language) // else it is a mistake
    }
    const [first, ...others] = languages
    if (first) return [first, ...others]
    if (named.length === 0)
      context.addIssue({ code: 'custom', message: "must name at least one language, such as ['en']", input: given })
    return z.NEVER
  })

const twice = "must be a language that is not named before, such as 'en' and 'de'"

/** The language, or what is wrong with it. */
function readLanguage(tag: string, texts: unknown): Language | string {
  const locale = localeOf(tag)
  if (!locale) return "must be the tag of a language, such as 'de' or 'pt-BR'"
  const base = builtIn[locale.language]
  const named = { lang: locale.baseName, dir: directionOf(locale) }
  if (texts === true) {
    if (!base)
      return 'must come with its texts, such as { en: true, ar: arSA } with arSA of @clerk/localizations; en and de are built in'
    const words = { ...base, locale: named.lang }
    return { ...named, words, letters: { ...named, words: words.letters } }
  }
  if (typeof texts !== 'object' || texts === null)
    return 'must be true, or an object of texts such as arSA of @clerk/localizations'
  if (!bringsTexts(english, texts))
    return "must have texts of the pages, such as { formButtonPrimary: 'Weiter' } or deDE of @clerk/localizations"
  const words = { ...localize(base ?? english, texts, { dir: named.dir, isForeign: !base }), locale: named.lang }
  return { ...named, words, letters: lettersOf(named, base ?? english, texts, words) }
}

function lettersOf(named: Pick<Language, 'lang' | 'dir'>, base: Words, texts: object, words: Words): Language['letters'] {
  const writesLetters = 'letters' in texts && bringsTexts(base.letters, texts.letters)
  const nearest = { lang: base.locale, dir: 'ltr' } as const // as the built-in ones are
  return writesLetters ? { ...named, words: words.letters } : { ...nearest, words: base.letters }
}
