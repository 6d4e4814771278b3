import { english, german, type Words } from '@frontdesk/contract'
import { describe, expect, test } from 'vitest'
import type { FrontdeskOptions } from '../../../start/frontdesk-options.js'
import { readOptions } from '../../../start/options.js'

const languagesFrom = (languages: FrontdeskOptions['languages']) => readOptions({ languages }).languages
const wordsFrom = (texts: object, tag = 'fr') => languagesFrom({ [tag]: texts })[0].words

describe('the option languages', () => {
  test('English is the only language where nothing is said', () => {
    expect(readOptions().languages.map(({ lang, dir }) => [lang, dir])).toEqual([['en', 'ltr']])
  })

  test.each<[FrontdeskOptions['languages'], string[]]>([
    [
      ['en', 'de'],
      ['en ltr', 'de ltr'],
    ],
    [
      ['de-at', ' EN '],
      ['de-AT ltr', 'en ltr'],
    ],
    [{ de: true, ar: { formButtonPrimary: 'متابعة' } }, ['de ltr', 'ar rtl']],
    [{ 'pa-Arab': { loading: '…' }, he: { loading: '…' }, az: { loading: '…' } }, ['pa-Arab rtl', 'he rtl', 'az ltr']],
  ])('%j are its languages, in this order', (given, expected) => {
    expect(languagesFrom(given).map(({ lang, dir }) => `${lang} ${dir}`)).toEqual(expected)
  })

  test.each<[unknown, string]>([
    [[], 'languages: must name at least one language'],
    [{}, 'languages: must name at least one language'],
    ['en', 'languages: must be a list'],
    [['en', 'fr'], 'languages.1: must come with its texts'],
    [['english!'], 'languages.0: must be the tag of a language'],
    [['en', 'EN'], 'languages.1: must be a language that is not named before'],
    [{ de: false }, 'languages.de: must be true, or an object of texts'],
    [{ de: 'Deutsch' }, 'languages.de: must be true, or an object of texts'],
    [{ fr: {} }, 'languages.fr: must have texts of the pages'],
    [{ fr: { frFR: { formButtonPrimary: 'Continuer' } } }, 'languages.fr: must have texts of the pages'],
    [{ fr: { locale: 'fr-FR' } }, 'languages.fr: must have texts of the pages'],
    [{ fr: true }, 'languages.fr: must come with its texts'],
  ])('%j is refused with what to write', (given, message) => {
    const read = () => languagesFrom(given as FrontdeskOptions['languages'])
    expect(read).toThrow(message)
    expect(read).toThrow('such as')
    expect(read).toThrow('(FRONTDESK_LANGUAGES)')
  })
})

describe('the catalogues', () => {
  const places = (texts: object, above = ''): string[] =>
    Object.entries(texts).flatMap(([key, value]) =>
      typeof value === 'string'
        ? `${above}${key} ${[...value.matchAll(/\{\{(\w+)\}\}/g)]
            .map(([, name]) => name)
            .sort()
            .join(' ')}`
        : places(value, `${above}${key}.`),
    )

  test('German has every text of English, with the same placeholders', () => {
    expect(places(german)).toEqual(places(english))
  })

  test('German has no text that is still English', () => {
    const same = (texts: object, others: object): string[] =>
      Object.entries(texts).flatMap(([key, value]) => {
        const other = Reflect.get(others, key)
        return typeof value === 'string' ? (value === other ? [value] : []) : same(value, other)
      })
    expect(same(english, german)).toEqual(['{{time}}.'])
  })

  test('German texts end as the English ones do: sentences with a full stop, titles without', () => {
    const endings = (texts: object, above = ''): Array<[string, string]> =>
      Object.entries(texts).flatMap(([key, value]) =>
        typeof value === 'string' ? [[`${above}${key}`, /[.?:!]$/.exec(value)?.[0] ?? '']] : endings(value, `${above}${key}.`),
      )
    const inGerman = new Map(endings(german))
    expect(endings(english).filter(([place, ending]) => inGerman.get(place) !== ending)).toEqual([])
  })
})

describe('texts that an app brings', () => {
  test('they take the place of ours, and what is missing is English', () => {
    const words = wordsFrom({ formButtonPrimary: 'Continuer', signIn: { start: { actionLink: "S'inscrire" } } })
    expect([words.formButtonPrimary, words.signIn.start.actionLink]).toEqual(['Continuer', "S'inscrire"])
    expect([words.signIn.start.title, words.tryAgain]).toEqual([english.signIn.start.title, 'Try again'])
    expect(words.locale).toBe('fr')
  })

  test('what is missing in a German of its own is German', () => {
    const { lang, words, letters } = languagesFrom({ 'de-CH': { loading: 'Wird gladen' } })[0]
    expect([lang, words.locale, words.loading, words.tryAgain]).toEqual(['de-CH', 'de-CH', 'Wird gladen', 'Erneut versuchen'])
    expect([letters.lang, letters.words.validity]).toEqual(['de', 'Der Code gilt {{time}}.'])
  })

  test.each([
    ['Bonjour {{ applicationName }} !', 'Bonjour {{applicationName}} !'],
    ['Bonjour {{applicationName|titleize}}', 'Bonjour {{applicationName}}'],
    ['Bonjour {{ applicationName || link("https://a") }}', 'Bonjour {{applicationName}}'],
    ['Bonjour', 'Bonjour'],
  ])('the placeholders of %j are read as %j', (given, shown) => {
    expect(wordsFrom({ loading: '…', signIn: { start: { title: given } } }).signIn.start.title).toBe(shown)
  })

  test.each([
    'Bonjour { { applicationName } }',
    'Bonjour {applicationName}',
    'Bonjour {{имя}}',
    'Bonjour {{constructor}}',
    'Bonjour {{provider}}',
    'Bonjour {{applicationName}} }',
    '',
    ' ',
    7,
    null,
    ['Bonjour'],
    { toString: () => 'Bonjour' },
  ])('%j gives way to our text', (given) => {
    expect(wordsFrom({ loading: '…', signIn: { start: { title: given } } }).signIn.start.title).toBe(english.signIn.start.title)
  })

  test('attack: only texts of the object itself count, in places that there are', () => {
    const inherited = Object.create({ formButtonPrimary: 'inherited', signIn: { start: { title: 'inherited' } } })
    const words = wordsFrom(Object.assign(inherited, JSON.parse('{"loading":"…","__proto__":{"tryAgain":"x"},"evil":"x"}')))
    const { locale: _, ...others } = words
    expect({ ...others, loading: english.loading, locale: 'en' }).toEqual(english)
    expect(Object.keys(words)).toEqual(Object.keys(english))
    expect(({} as Partial<Words>).tryAgain).toBeUndefined()
  })

  test('who it is about stands behind a text that has no place for it', () => {
    const { emailCode } = wordsFrom({ signIn: { emailCode: { subtitle: 'pour continuer vers {{applicationName}}' } } }).signIn
    expect(emailCode.subtitle).toBe('pour continuer vers {{applicationName}} {{identifier}}')
  })

  test('buttons that Clerk has no text for say what its own button says', () => {
    const { signIn, signUp } = wordsFrom({
      formButtonPrimary: 'Continuer',
      signIn: { alternativeMethods: { blockButton__emailCode: 'Code à {{identifier}}' } },
    })
    expect([signIn.password.formButtonPrimary, signUp.formButtonPrimary]).toEqual(['Continuer', 'Continuer'])
    expect(signIn.alternativeMethods.blockButton__emailCode_short).toBe('Code à {{identifier}}')
    const german = wordsFrom({ formButtonPrimary: 'Los' }, 'de')
    expect([german.formButtonPrimary, german.signUp.formButtonPrimary]).toEqual(['Los', 'Konto erstellen'])
  })

  test.each([
    [{ confirm: 'Supprimer', actionDescription: 'Écrivez "Supprimer"' }, 'Supprimer'],
    [{ confirm: 'Supprimer', actionDescription: 'Écrivez "supprimer"' }, 'Delete account'],
    [{ actionDescription: 'Écrivez "Supprimer"' }, 'Delete account'],
    [{ confirm: 'Supprimer' }, 'Delete account'],
    [{ confirm: 'Supprimer', actionDescription: 'Écrivez "{{x}}"' }, 'Delete account'],
  ])('with %j people are told to type what is asked for: %s', (deletePage, typed) => {
    const found = wordsFrom({ loading: '…', userProfile: { deletePage } }).userProfile.deletePage
    expect(found.confirm).toBe(typed)
    expect(found.actionDescription).toContain(typed)
  })

  test('errors are said in the language, by the code of the server', () => {
    const { unstable__errors: errors } = wordsFrom({
      unstable__errors: {
        form_code_incorrect: 'Code incorrect',
        user_locked: 'Réessayez dans {{time}}',
        form_password_length_too_short: '{{length}} caractères',
        form_password_length_too_long: '{{max_length}} caractères',
        zxcvbn: { suggestions: { repeated: 'Évitez les répétitions' } },
        passwordComplexity: {},
        unheard_of: 'x',
      },
    })
    expect(errors).toEqual({
      ...english.unstable__errors,
      form_code_incorrect: 'Code incorrect',
      user_locked: 'Réessayez dans {{time}}',
      form_password_length_too_long: '{{max_length}} caractères',
      zxcvbn: { suggestions: { ...english.unstable__errors.zxcvbn.suggestions, repeated: 'Évitez les répétitions' } },
    })
  })

  test('a text that is left in English keeps its order on a page from right to left', () => {
    const words = wordsFrom({ loading: 'جار التحميل' }, 'ar')
    expect([words.loading, words.tryAgain]).toEqual(['جار التحميل', '\u2068Try again\u2069'])
    expect(words.userProfile.deletePage.confirm).toBe('Delete account')
  })

  test('what is filled into a text from right to left keeps its order', () => {
    const { signIn, tryAgain } = wordsFrom({ tryAgain: 'x', signIn: { emailCode: { subtitle: 'إلى {{ identifier }}' } } }, 'ar')
    expect([signIn.emailCode.subtitle, tryAgain]).toEqual(['إلى \u2068{{identifier}}\u2069', 'x'])
  })

  test('letters are in the nearest language that has them', () => {
    const [ar, fr] = languagesFrom({ ar: { loading: '…' }, fr: { letters: { validity: 'Valable {{time}}.' } } })
    expect([ar.letters.lang, ar.letters.dir, ar.letters.words]).toEqual(['en', 'ltr', english.letters])
    expect([fr!.letters.lang, fr!.letters.words.validity]).toEqual(['fr', 'Valable {{time}}.'])
  })
})
