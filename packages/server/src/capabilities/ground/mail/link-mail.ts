/** Mail with a link that verifies an address, in the language of whoever asks for it. */
import { durationText } from '../../../basics/duration-text.js'
import { fill } from '../../../basics/fill.js'
import type { Instance } from '../../../start/instance.js'
import { negotiate } from '../languages/negotiate.js'
import { renderLetter } from './letter.js'
import type { Mail } from './mail.js'

export type LinkMail = 'sign_in_link' | 'sign_up_link' | 'email_address_link'

/** It is not sent any more once the link is over. */
export function linkMail(instance: Instance, { kind, to, url }: { kind: LinkMail; to: string; url: string }): Mail {
  const { letters } = negotiate(instance.options.languages, instance.callerLanguages)
  const { branding, codes } = instance.settings
  const { subject, heading, line, button, unasked } = letters.words[kind]
  const values = {
    applicationName: branding.applicationName,
    time: durationText(letters.lang, codes.lifetimeSeconds, 'down'),
  }
  return {
    to,
    kind,
    expiresAt: instance.now() + codes.lifetimeSeconds * 1000,
    ...renderLetter(instance, letters, {
      subject: fill(subject, values),
      blocks: [
        { heading: fill(heading, values) },
        { text: fill(line, values) },
        { link: url, label: fill(button, values) },
        { text: fill(letters.words.linkValidity, values) },
        { note: fill(unasked, values) },
      ],
    }),
  }
}
