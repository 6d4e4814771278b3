/** Mail that carries a one-time code, in the language of whoever asks for it. The subject begins with the code: a notification is enough. */
import { durationText } from '../../../basics/duration-text.js'
import { fill } from '../../../basics/fill.js'
import type { Instance } from '../../../start/instance.js'
import { negotiate } from '../languages/negotiate.js'
import { renderLetter } from './letter.js'
import type { Mail } from './mail.js'

export const codeMails = [
  'sign_up_code',
  'sign_in_code',
  'reset_password_code',
  'email_address_code',
  'verification_code',
] as const

/** What a code is for. */
export type CodeMail = (typeof codeMails)[number]

/** A mail with a one-time code, which is not sent any more once the code is over. */
export function codeMail(instance: Instance, { kind, to, code }: { kind: CodeMail; to: string; code: string }): Mail {
  const { letters } = negotiate(instance.options.languages, instance.callerLanguages)
  const { branding, codes } = instance.settings
  const { subject, heading, line, unasked } = letters.words[kind]
  const values = {
    applicationName: branding.applicationName,
    code,
    time: durationText(letters.lang, codes.lifetimeSeconds, 'down'),
  }
  return {
    to,
    kind,
    code,
    expiresAt: instance.now() + codes.lifetimeSeconds * 1000,
    ...renderLetter(instance, letters, {
      subject: fill(subject, values),
      blocks: [
        { heading: fill(heading, values) },
        { text: fill(line, values) },
        { code },
        { text: fill(letters.words.validity, values) },
        { note: fill(unasked, values) },
      ],
    }),
  }
}
