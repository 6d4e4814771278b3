import type { Words } from '@frontdesk/contract'
import type { ErrorLine, RequestFailure } from '../client/failure.js'
import { durationText } from './duration-text.js'
import { fill } from './fill.js'

type Texts = Partial<Record<string, string>> // codes and parameters come from the server

/**
 * The page's own text for one entry: the catalogue's for its code and parameter, else for its code. The server's messages are written for
 * developers of any client, so a code that people don't cause gets one text for all.
 */
export function errorText(words: Words, { code, long_message, meta = {} }: ErrorLine): string {
  if (code === 'hook_refused' && long_message) return long_message // the app wrote it for people
  const { zxcvbn, other, ...own } = words.unstable__errors
  const texts: Texts = own
  const text = texts[`${code}__${meta.param_name}`] ?? texts[code] ?? other
  const paramName = labelOf(words, meta.param_name)
  if (paramName === undefined && text.includes('{{paramName}}')) return fill(other, { code })

  const seconds = meta.seconds ?? meta.lockout_expires_in_seconds ?? 0
  const filled = fill(text, { ...numbersIn(words, meta), code, paramName, time: durationText(words.locale, seconds) })
  const suggestions: Texts = zxcvbn.suggestions
  return [filled, ...(meta.zxcvbn?.suggestions ?? []).map((suggestion) => suggestions[suggestion.code])].filter(Boolean).join(' ')
}

/** All that was wrong, in a row. */
export const failureText = (words: Words, failure: RequestFailure): string =>
  failure.lines.map((line) => errorText(words, line)).join(' ')

/** What forms call the parameter, such as 'First name' for `first_name`. */
function labelOf(words: Words, parameter = ''): string | undefined {
  const name = parameter.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())
  const labels = words as unknown as Texts // widened only to ask
  return labels[`formFieldLabel__${name}`]
}

/** Lengths and limits, as the language writes numbers. */
function numbersIn({ locale }: Words, meta: object): Record<string, string> {
  const numbers = Object.entries(meta).filter(([, value]) => typeof value === 'number')
  return Object.fromEntries(numbers.map(([name, value]) => [name, new Intl.NumberFormat(locale).format(value)]))
}
