/**
 * Notices tell owners what happened to their account, so that nobody loses one without a word. They go to every address that could be
 * the owner's: all verified ones, and for a week those that were removed. They are written in the transaction of the change.
 */
import type { Transaction } from '../../../start/instance.js'
import { readActivity } from '../../devices/sessions/activity.js'
import { sendMail } from '../../ground/mail/send-mail.js'
import { emailAddressesOf } from '../../identity/email-addresses/email-addresses.js'
import { formerAddressesOf } from './former-addresses.js'
import { issueNotMeUrl } from './not-me-link.js'
import { type ChangedBy, type Notice, noticeMail } from './notice-mail.js'

/** Call it with the transaction of the change, and before the account is deleted. */
export async function tellOwner(tx: Transaction, userId: string, notice: Notice, by: ChangedBy): Promise<void> {
  const { accountChanges, newDevices } = tx.settings.notices
  if (!(notice.kind === 'new_device_sign_in' ? newDevices : accountChanges)) return

  const from = by && readActivity(by.userAgent, by.address)
  for (const to of await owners(tx, userId, notice)) {
    const notMeUrl = notice.kind === 'account_deleted' ? null : await issueNotMeUrl(tx, userId, by)
    await sendMail(tx, noticeMail(tx, to, notice, { from, notMeUrl }), userId)
  }
}

/** An address that was just added is left out: the person who added it knows. */
async function owners(tx: Transaction, userId: string, notice: Notice): Promise<Set<string>> {
  const verified = (await emailAddressesOf(tx, [userId])).filter(({ verified_at }) => verified_at !== null)
  const addresses = new Set([...verified.map(({ email_address }) => email_address), ...(await formerAddressesOf(tx, userId))])
  if (notice.kind === 'email_address_added') addresses.delete(notice.address)
  return addresses
}
