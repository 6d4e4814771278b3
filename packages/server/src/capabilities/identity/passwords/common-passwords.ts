/** Passwords that guessers try first: a list of the 49,000 most common ones, and what people add to them. */

let list: Promise<Set<string>> | undefined

/** 0.4 MB, read with the first password that somebody chooses. */
const commonPasswords = (): Promise<Set<string>> => {
  // A CommonJS module: its names are those of `default`, in Node as in our bundle. Its types know the list as one of several.
  list ??= import('@zxcvbn-ts/language-common').then(
    ({ default: { dictionary } }) => new Set(dictionary['passwords-common'] as string[]),
  )
  return list
}

/** Whether the password is a common one, also in capitals, in signs such as `@` for `a`, or with some digits and signs around it. */
export async function isCommon(password: string): Promise<boolean> {
  const common = await commonPasswords()
  const lower = password.toLowerCase()
  const spellings = [lower, withoutEnds(lower)]
  return [...spellings, ...spellings.flatMap(inLetters)].some((spelling) => common.has(spelling))
}

/** A 1 may stand for two letters. */
const inLetters = (text: string): string[] =>
  ['l', 'i'].map((one) => text.replace(/[@$!|0134578]/g, (sign) => (sign === '1' ? one : letterFor[sign]!))) // all but 1 are in it

const letterFor: Record<string, string> = { '@': 'a', $: 's', '!': 'i', '|': 'l', 0: 'o', 3: 'e', 4: 'a', 5: 's', 7: 't', 8: 'b' }

/** Up to four digits or signs at an end are what a guesser adds, too. */
const withoutEnds = (text: string): string =>
  text.replace(/^[^\p{L}]{0,2}(?=\p{L})/u, '').replace(/(?<=\p{L})[^\p{L}]{1,4}$/u, '')
