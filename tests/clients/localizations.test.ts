/** Every object of `@clerk/localizations` as a language of the pages: what it says is shown, and nothing that can't be. */
import { createRequire } from 'node:module'
import { english } from '@frontdesk/contract'
import { describe, expect, test } from 'vitest'
import { negotiate } from '../../packages/server/src/capabilities/ground/languages/negotiate.js'
import { readOptions } from '../../packages/server/src/start/options.js'

const localizations = createRequire(import.meta.url)('@clerk/localizations') as Record<string, { locale: string }>
const objects = Object.values(localizations)
const languages = readOptions({ languages: Object.fromEntries(objects.map((object) => [object.locale, object])) }).languages

/** Texts by their place. */
const textsOf = (texts: object, above = ''): Array<[place: string, text: string]> =>
  Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'string' ? [[`${above}${key}`, value]] : textsOf(value, `${above}${key}.`),
  )

const placesOf = (text: string) => [...text.matchAll(/\{\{(\w+)(?:\|\w+)?\}\}/g)].map(([, name]) => name!)

const inEnglish = new Map(textsOf(english))

test('there are fifty, each a language of its own', () => {
  expect(objects.length).toBeGreaterThanOrEqual(50)
  expect(new Set(languages.map(({ lang }) => lang)).size).toBe(objects.length)
})

describe.each(languages.map((language) => ({ ...language, name: language.lang })))('$name', ({ lang, dir, words }) => {
  const texts = textsOf(words)

  test('has every text, with placeholders that are filled', () => {
    expect(texts.map(([place]) => place)).toEqual([...inEnglish.keys()])
    for (const [place, text] of texts) {
      const known = [
        ...placesOf(inEnglish.get(place)!),
        'applicationName',
        ...(place.endsWith('emailCode_short') ? ['identifier'] : []),
      ]
      expect(
        placesOf(text).filter((name) => !known.includes(name)),
        place,
      ).toEqual([])
      expect(text.replace(/\{\{\w+(\|\w+)?\}\}/g, ''), place).not.toMatch(/[{}]|^\s*$/)
    }
  })

  test('says who it is about wherever English does', () => {
    const without = texts.filter(
      ([place, text]) => inEnglish.get(place)!.includes('{{identifier}}') && !text.includes('{{identifier}}'),
    )
    expect(without).toEqual([])
  })

  test('asks to delete an account for the very words that it waits for', () => {
    const { confirm, actionDescription } = words.userProfile.deletePage
    expect(actionDescription).toContain(confirm)
  })

  test('is written in its direction, and chosen for who reads it', () => {
    expect(dir).toBe(/^(ar|fa|he)/.test(lang) ? 'rtl' : 'ltr')
    expect(negotiate(languages, `xx, ${lang};q=0.5`).lang).toBe(lang)
  })
})

test.each(languages.filter(({ lang }) => !lang.startsWith('en')).map(({ lang, words }) => ({ lang, words })))(
  '$lang speaks for itself where people sign in',
  ({ words }) => {
    const own = [words.signIn.start.title, words.formButtonPrimary, words.signUp.formButtonPrimary]
    const ours = [english.signIn.start.title, english.formButtonPrimary, english.signUp.formButtonPrimary]
    for (const text of own) expect(ours).not.toContain(text)
  },
)
