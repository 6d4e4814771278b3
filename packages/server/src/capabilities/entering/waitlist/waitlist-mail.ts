/** The letter that confirms a place on the waitlist, in the language of whoever asks for it. */
import { fill } from '../../../basics/fill.js'
import type { Instance } from '../../../start/instance.js'
import { negotiate } from '../../ground/languages/negotiate.js'
import { renderLetter } from '../../ground/mail/letter.js'
import type { Mail } from '../../ground/mail/mail.js'

export function waitlistMail(instance: Instance, to: string): Mail {
  const { letters } = negotiate(instance.options.languages, instance.callerLanguages)
  const { subject, heading, line, unasked } = letters.words.waitlist_joined
  const values = { applicationName: instance.settings.branding.applicationName }
  return {
    to,
    kind: 'waitlist_joined',
    ...renderLetter(instance, letters, {
      subject: fill(subject, values),
      blocks: [{ heading: fill(heading, values) }, { text: fill(line, values) }, { note: fill(unasked, values) }],
    }),
  }
}
