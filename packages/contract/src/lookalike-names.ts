/**
 * Finds names that imitate others, as in UTS 39. A name must be of one script, or of scripts that are written together, so that it can't
 * borrow a letter from another one. Imitations within one script are found by comparing how the letters look.
 */

// UAX 31, table 5: the scripts in current use.
const scripts =
  'Arabic Armenian Bengali Bopomofo Cyrillic Devanagari Ethiopic Georgian Greek Gujarati Gurmukhi Hangul Han Hebrew Hiragana Kannada Katakana Khmer Lao Latin Malayalam Myanmar Oriya Sinhala Tamil Telugu Thaana Thai Tibetan'.split(
    ' ',
  )
const writtenTogether = ['Latin Han Hiragana Katakana', 'Latin Han Bopomofo', 'Latin Han Hangul']

/** A pattern for letters of these scripts, and the digits, marks and signs that scripts share. */
const lettersOf = (names: string) =>
  `[\\p{Script_Extensions=Common}\\p{Script_Extensions=Inherited}${names.replace(/\S+ ?/g, (name) => `\\p{Script_Extensions=${name.trim()}}`)}]*`

const highlyRestrictive = new RegExp(`^(?:${[...scripts, ...writtenTogether].map(lettersOf).join('|')})$`, 'u')

// UTS 39, section 5.4: more than four marks in a row, or the same mark twice, which is invisible.
const piledMarks = /\p{Mn}{5}|(\p{Mn})\1/u

// Phonetic signs, which UTS 39 excludes from identifiers: some look like Latin letters.
const phonetic =
  /[\u0250-\u0252\u0255\u0258\u025A\u025C-\u0262\u0264-\u0267\u026A-\u0271\u0273-\u0288\u028A-\u0291\u0293-\u02AF\u1D00-\u1DBF\uA720-\uA7FF]/

/** Whether all letters of a name belong to scripts that are written together: the "highly restrictive" level of UTS 39, section 5.2. */
export const isOfOneScript = (name: string): boolean =>
  highlyRestrictive.test(name) && !phonetic.test(name) && !piledMarks.test(name.normalize('NFD'))

/**
 * Letters of the scripts above that look like each Latin letter: an excerpt of UTS 39's table of 6,000 letters. Leaves out what lower case,
 * NFKC and the removal of accents do already, and letters that look like no Latin one.
 */
const lookalikes: Record<string, string> = {
  a: 'аɑα',
  b: 'ВΒЬƄ',
  c: 'сϲⅽ',
  d: 'ԁɖɗ',
  e: 'еҽєЕΕ℮',
  f: 'ƒքϝ',
  g: 'ɡցԍɢ',
  h: 'һհНΗ',
  i: 'іıɪιӏlⅠ1|ΙІӀɩג',
  j: 'јϳЈ',
  k: 'кκКΚқҡ',
  m: 'мМΜ',
  n: 'ոռηпΝɴ',
  o: '0оοσօסо٥०০੦૦௦౦೦൦๐໐၀ഠဝ〇О',
  p: 'рρРΡ',
  q: 'ԛգզ',
  r: 'гᴦɾɼг',
  s: 'ѕꜱЅʂ5',
  t: 'тτТΤƭ',
  u: 'υսʋцμ',
  v: 'ѵνט',
  w: 'ԝшωաѡ',
  x: 'хχХΧ',
  y: 'уүγУΥҮʏ',
  z: 'ᴢʐΖ',
}
const latin = new Map(Object.entries(lookalikes).flatMap(([letter, others]) => [...others].map((other) => [other, letter])))

/** The skeleton of a name (UTS 39, section 4): names that look the same have the same one. */
const looksLike = (name: string): string =>
  [...name.normalize('NFKD').replace(/[\p{M}_-]/gu, '')]
    .map((letter) => latin.get(letter) ?? latin.get(letter.toLowerCase()) ?? letter.toLowerCase())
    .join('')
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w')

/** Whether a word has no Latin letters but looks like a Latin word. */
export const looksLatin = (word: string): boolean => !/\p{Script=Latin}/u.test(word) && /^[a-z0-9]+$/.test(looksLike(word))

/** Returns the first of these names that the name equals or looks like. */
export const lookalikeAmong = (name: string, names: readonly string[]): string | undefined => {
  const looks = looksLike(name)
  return names.find((other) => looksLike(other) === looks)
}
