/** The letters that invite. A server asks for them, so they are in the instance's first language. */
import { fill } from '../../../basics/fill.js'
import type { Instance } from '../../../start/instance.js'
import { renderLetter } from '../../ground/mail/letter.js'
import type { Mail } from '../../ground/mail/mail.js'

export type InvitationLetter = 'invitation' | 'waitlist_invitation'

interface Invitation {
  to: string
  url: string
  expiresAt: number
}

export function invitationMail(instance: Instance, kind: InvitationLetter, { to, url, expiresAt }: Invitation): Mail {
  const [{ letters }] = instance.options.languages
  const { subject, heading, line, button, unasked } = letters.words[kind]
  const values = {
    applicationName: instance.settings.branding.applicationName,
    date: new Intl.DateTimeFormat(letters.lang, { dateStyle: 'long', timeZone: 'UTC' }).format(expiresAt),
  }
  return {
    to,
    kind,
    ...renderLetter(instance, letters, {
      subject: fill(subject, values),
      blocks: [
        { heading: fill(heading, values) },
        { text: fill(line, values) },
        { link: url, label: fill(button, values) },
        { note: `${fill(letters.words.invitationValidity, values)} ${fill(unasked, values)}` },
      ],
    }),
  }
}
