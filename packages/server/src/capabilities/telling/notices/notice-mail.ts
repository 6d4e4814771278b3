/**
 * A notice: what happened, from where, and what to do if it was somebody else. Who caused it may be a stranger, so the language is the
 * instance's first, not one that the request asks for.
 */
import { isLoopbackAddress } from '@frontdesk/contract/requests'
import { fill } from '../../../basics/fill.js'
import { readableAddress } from '../../../basics/readable-address.js'
import type { Instance } from '../../../start/instance.js'
import type { DeviceTraits } from '../../devices/clients/device.js'
import type { Activity } from '../../devices/sessions/activity.js'
import type { Language } from '../../ground/languages/languages.js'
import { type Block, renderLetter } from '../../ground/mail/letter.js'
import type { Mail } from '../../ground/mail/mail.js'

export const plainNotices = [
  'password_changed',
  'password_removed',
  'totp_added',
  'totp_removed',
  'backup_codes_renewed',
  'two_steps_removed',
  'passkey_added',
  'passkey_removed',
  'new_device_sign_in',
  'account_deleted',
] as const
export const addressNotices = ['email_address_added', 'email_address_removed', 'primary_email_address_changed'] as const

export const numberNotices = ['phone_number_added', 'phone_number_removed'] as const

export const walletNotices = ['web3_wallet_added', 'web3_wallet_removed'] as const

export type Notice =
  | { kind: (typeof plainNotices)[number] }
  | { kind: (typeof addressNotices)[number]; address: string }
  | { kind: (typeof numberNotices)[number]; phoneNumber: string }
  | { kind: (typeof walletNotices)[number]; web3Wallet: string }

/** Where a change came from; null when a server made it with the secret key. */
export type ChangedBy = DeviceTraits | null

/** What the mail tells beside the change itself. */
export interface Circumstances {
  /** The device; null when a server made the change. */
  from: Pick<Activity, 'browser_name' | 'device_type' | 'ip_address'> | null
  /** Leads to the page that ends all sessions; null where there is no account left, or no address of ours is known. */
  notMeUrl: string | null
}

export function noticeMail(instance: Instance, to: string, notice: Notice, { from, notMeUrl }: Circumstances): Mail {
  const [{ letters }] = instance.options.languages
  const { applicationName } = instance.settings.branding
  const { subject, heading, line } = letters.words[notice.kind]
  const values = {
    applicationName,
    emailAddress: 'address' in notice ? readableAddress(notice.address) : '',
    phoneNumber: 'phoneNumber' in notice ? notice.phoneNumber : '',
    web3Wallet: 'web3Wallet' in notice ? notice.web3Wallet : '',
  }
  return {
    to,
    kind: notice.kind,
    ...renderLetter(instance, letters, {
      subject: fill(subject, values),
      blocks: [
        { heading: fill(heading, values) },
        { text: fill(line, values) },
        { text: whenAndWhere(letters, instance.now(), from) },
        ...whatToDo(letters.words, notice, applicationName, notMeUrl),
      ],
    }),
  }
}

/** Such as `January 1, 2026 at 9:00:00 AM UTC, from Chrome on Windows, 203.0.113.7.`, with what is known of it. */
function whenAndWhere({ lang, words }: Language['letters'], now: number, from: Circumstances['from']): string {
  const time = new Intl.DateTimeFormat(lang, { dateStyle: 'long', timeStyle: 'long', timeZone: 'UTC' }).format(now)
  if (from === null) return fill(words.when, { time })
  const [browser, system, ip] = [from.browser_name, from.device_type, from.ip_address]
  const address = ip !== null && isLoopbackAddress(ip) ? words.thisComputer : ip
  const device = browser && system ? fill(words.device, { browser, system }) : (browser ?? system ?? words.device__unknown)
  return address ? fill(words.whenAndWhere__address, { time, device, address }) : fill(words.whenAndWhere, { time, device })
}

function whatToDo(
  { ifItWasYou, notMe }: Language['letters']['words'],
  { kind }: Notice,
  applicationName: string,
  notMeUrl: string | null,
): Block[] {
  if (kind === 'account_deleted') return [{ note: fill(notMe.note__accountDeleted, { applicationName }) }]
  if (notMeUrl === null) return [{ note: notMe.note__withoutLink }]
  return [{ text: ifItWasYou }, { link: notMeUrl, label: notMe.button }, { note: notMe.note }]
}
