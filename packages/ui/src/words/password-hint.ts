import type { PageEnvironment, Words } from '@frontdesk/contract'
import { fill } from './fill.js'

/** How long a new password must be. */
export function passwordHint(words: Words, { user_settings }: PageEnvironment): string {
  const length = new Intl.NumberFormat(words.locale).format(user_settings.password_settings.min_length)
  return fill(words.formFieldHintText__passwordLength, { length })
}
