import type { Instance } from '../instance.js'
import { renderLetter } from './letter.js'
import type { Mail } from './outbox.js'

/** Tells a former primary address that another has taken its place, so that nobody loses an account unnoticed. */
export function primaryAddressMail(instance: Instance, to: string, successor: string): Mail {
  const { applicationName: app } = instance.options
  return {
    to,
    kind: 'primary_email_address_changed',
    subject: `Your primary email address for ${app} was changed`,
    ...renderLetter(app, {
      heading: 'Your primary email address was changed',
      blocks: [
        { text: `${successor} is now the primary email address of your account at ${app}.` },
        { note: 'If this was not you, sign in and change your password, or ask the people who run the app.' },
      ],
    }),
  }
}
