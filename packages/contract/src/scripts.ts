/**
 * Names that look like other names, after UTS 39. A name of one script, or of the few that are written together, can't borrow a letter from
 * another; what can still be imitated with one script is found by how its letters look.
 */

// UTS 31, table 5: the scripts that people write today.
const scripts =
  'Arabic Armenian Bengali Bopomofo Cyrillic Devanagari Ethiopic Georgian Greek Gujarati Gurmukhi Hangul Han Hebrew Hiragana Kannada Katakana Khmer Lao Latin Malayalam Myanmar Oriya Sinhala Tamil Telugu Thaana Thai Tibetan'.split(
    ' ',
  )
const writtenTogether = ['Latin Han Hiragana Katakana', 'Latin Han Bopomofo', 'Latin Han Hangul']

/** Letters of these scripts, with the digits, marks and signs that all scripts share. */
const lettersOf = (names: string) =>
  `[\\p{Script_Extensions=Common}\\p{Script_Extensions=Inherited}${names.replace(/\S+ ?/g, (name) => `\\p{Script_Extensions=${name.trim()}}`)}]*`

const highlyRestrictive = new RegExp(`^(?:${[...scripts, ...writtenTogether].map(lettersOf).join('|')})$`, 'u')

// UTS 39, section 5.4: piles of marks, or one mark twice, which nobody sees.
const piledMarks = /\p{Mn}{5}|(\p{Mn})\1/u

// Phonetic signs, which UTS 39 keeps out of identifiers: some are Latin letters to the eye.
const phonetic =
  /[\u0250-\u0252\u0255\u0258\u025A\u025C-\u0262\u0264-\u0267\u026A-\u0271\u0273-\u0288\u028A-\u0291\u0293-\u02AF\u1D00-\u1DBF\uA720-\uA7FF]/

/** Whether the letters of a name belong together: UTS 39's "highly restrictive" level. */
export const isOfOneScript = (name: string): boolean =>
  highlyRestrictive.test(name) && !phonetic.test(name) && !piledMarks.test(name.normalize('NFD'))

/**
 * The letters that look like each Latin one, of the scripts above: UTS 39's table, less what lower case, NFKC and the removal of accents do
 * already. A whole table is 6,000 letters, for names in any script; what is asked here is who looks like a Latin word.
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

/** How a name looks: two names that a glance takes for each other look the same. */
const looksLike = (name: string): string =>
  [...name.normalize('NFKD').replace(/[\p{M}_-]/gu, '')]
    .map((letter) => latin.get(letter) ?? latin.get(letter.toLowerCase()) ?? letter.toLowerCase())
    .join('')
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w')

/** Whether a word without a Latin letter reads like a Latin word. */
export const looksLatin = (word: string): boolean => !/\p{Script=Latin}/u.test(word) && /^[a-z0-9]+$/.test(looksLike(word))

/** The one of these names that a name looks like, also when it is the name itself. */
export const lookalikeAmong = (name: string, names: readonly string[]): string | undefined => {
  const looks = looksLike(name)
  return names.find((other) => looksLike(other) === looks)
}
