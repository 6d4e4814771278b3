/** Text messages that carry a one-time code, in the language of the person who asks for it. */
import { durationText } from '../../../basics/duration-text.js'
import { fill } from '../../../basics/fill.js'
import { newId } from '../../../crypto/random.js'
import type { Instance } from '../../../start/instance.js'
import { negotiate } from '../languages/negotiate.js'
import type { Text } from './text.js'

export const codeTexts = [
  'sign_up_code',
  'sign_in_code',
  'reset_password_code',
  'phone_number_code',
  'second_factor_code',
] as const

/** What a code is for. */
export type CodeText = (typeof codeTexts)[number]

/**
 * A message with a one-time code, which is not sent any more once the code is over. The code comes first: a notification is enough. The
 * last line says which site it is for, so that browsers offer it there and nowhere else (https://wicg.github.io/sms-one-time-codes).
 */
export function codeText(instance: Instance, { kind, to, code }: { kind: CodeText; to: string; code: string }): Text {
  const { letters } = negotiate(instance.options.languages, instance.callerLanguages)
  const { branding, codes } = instance.settings
  const values = {
    applicationName: branding.applicationName,
    code,
    time: durationText(letters.lang, codes.lifetimeSeconds, 'down'),
  }
  const { publicUrl } = instance.options
  const lines = [fill(letters.words.text[kind], values), ...(publicUrl ? ['', `@${new URL(publicUrl).hostname} #${code}`] : [])]
  return {
    id: newId('sms'),
    to,
    kind,
    code,
    expiresAt: instance.now() + codes.lifetimeSeconds * 1000,
    text: lines.join('\n'),
  }
}
