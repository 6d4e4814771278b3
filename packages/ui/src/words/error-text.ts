import type { Words } from '@frontdesk/contract'
import type { ErrorLine, RequestFailure } from '../client/failure.js'
import { durationText } from './duration-text.js'
import { fill } from './fill.js'

/** The message for one entry: the catalogue's for its code and parameter, else for its code, else the server's own. */
export function errorText(words: Words, { code, message, long_message, meta }: ErrorLine): string {
  const texts: Partial<Record<string, string>> = words.unstable__errors // codes come from the server
  const text = texts[`${code}__${meta?.param_name}`] ?? texts[code]
  if (!text) return long_message || message
  return fill(text, { time: durationText(words.locale, meta?.seconds ?? 0) })
}

/** All that was wrong, in a row. */
export const failureText = (words: Words, failure: RequestFailure): string =>
  failure.lines.map((line) => errorText(words, line)).join(' ')
