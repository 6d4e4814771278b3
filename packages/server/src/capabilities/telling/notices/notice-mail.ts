/** The words of a notice: what happened, from where, and what to do if it was somebody else. */

import { readableAddress } from '../../../basics/readable-address.js'
import type { Instance } from '../../../start/instance.js'
import type { DeviceTraits } from '../../devices/clients/device.js'
import { type Block, renderLetter } from '../../ground/mail/letter.js'
import type { Mail } from '../../ground/mail/mail.js'

export type Notice =
  | { kind: 'password_changed' | 'password_removed' | 'new_device_sign_in' | 'account_deleted' }
  | { kind: 'email_address_added' | 'email_address_removed' | 'primary_email_address_changed'; address: string }

/** Where a change came from; null when a server made it with the secret key. */
export type ChangedBy = DeviceTraits | null

/** What the mail tells beside the change itself. */
export interface Circumstances {
  /** Such as `Chrome on Windows, 203.0.113.7`; null when a server made the change. */
  from: string | null
  /** Leads to the page that ends all sessions; null where there is no account left, or no address of ours is known. */
  notMeUrl: string | null
}

interface Words {
  subject: string
  heading: string
  line: string
}

/** What each kind says; the address is there where the notice is about one. */
export const noticeLetters: Record<Notice['kind'], (app: string, address: string) => Words> = {
  password_changed: (app) => ({
    subject: `Your password for ${app} was changed`,
    heading: 'Your password was changed',
    line: `Your account at ${app} has a new password.`,
  }),
  password_removed: (app) => ({
    subject: `Your password for ${app} was removed`,
    heading: 'Your password was removed',
    line: `Your account at ${app} no longer has a password. A code by email signs you in.`,
  }),
  email_address_added: (app, address) => ({
    subject: `An email address was added to your account at ${app}`,
    heading: 'An email address was added',
    line: `${address} was added to your account at ${app} and can be used to sign in.`,
  }),
  email_address_removed: (app, address) => ({
    subject: `An email address was removed from your account at ${app}`,
    heading: 'An email address was removed',
    line: `${address} was removed from your account at ${app} and no longer signs you in. It hears about changes to the account for another week.`,
  }),
  primary_email_address_changed: (app, address) => ({
    subject: `Your primary email address for ${app} was changed`,
    heading: 'Your primary email address was changed',
    line: `${address} is now the primary email address of your account at ${app}.`,
  }),
  new_device_sign_in: (app) => ({
    subject: `New sign-in to ${app}`,
    heading: 'A new device signed in',
    line: `Somebody signed in to your account at ${app} on a device that had not been used for it before.`,
  }),
  account_deleted: (app) => ({
    subject: `Your account at ${app} was deleted`,
    heading: 'Your account was deleted',
    line: `Your account at ${app} and everything kept for it is gone.`,
  }),
}

export function noticeMail(instance: Instance, to: string, notice: Notice, { from, notMeUrl }: Circumstances): Mail {
  const app = instance.settings.branding.applicationName
  const { subject, heading, line } = noticeLetters[notice.kind](app, 'address' in notice ? readableAddress(notice.address) : '')
  const when = `${new Date(instance.now()).toUTCString()}${from === null ? '' : `, from ${from}`}.`
  return {
    to,
    kind: notice.kind,
    ...renderLetter(app, {
      subject,
      blocks: [{ heading }, { text: line }, { text: when }, ...whatToDo(notice, app, notMeUrl)],
    }),
  }
}

function whatToDo({ kind }: Notice, app: string, notMeUrl: string | null): Block[] {
  if (kind === 'account_deleted') return [{ note: `If this was not you, write to the people who run ${app}.` }]
  if (notMeUrl === null)
    return [
      {
        note: 'If this was not you, sign in, sign out of all other devices and choose a new password. If you can no longer sign in, write to the people who run the app.',
      },
    ]
  return [
    { text: 'If this was you, there is nothing to do.' },
    { link: notMeUrl, label: 'This wasn’t me' },
    { note: 'The link works for a week. It signs out every device and makes the password useless, after you confirm.' },
  ]
}
