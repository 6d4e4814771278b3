/** The development inbox: the newest mail as it was written, with its codes. */
import type { InboxMessage } from '@frontdesk/contract'
import { readableAddress } from '../../../basics/readable-address.js'
import type { Instance } from '../../../start/instance.js'
import { dropDeliveries, keptDeliveries } from '../../ground/deliveries/kept.js'
import { mail } from '../../ground/mail/mail.js'

const shownAtMost = 100

/** Newest first. */
export async function listInbox(instance: Instance): Promise<InboxMessage[]> {
  const kept = await keptDeliveries(instance, mail, shownAtMost)
  return kept.map(({ id, item: { to, subject, text, html, code = null }, createdAt }) => ({
    id,
    to: readableAddress(to),
    subject,
    text,
    html,
    code,
    created_at: createdAt,
  }))
}

/** Deletes all mail, also what waits for a mail server. */
export const emptyInbox = (instance: Instance): Promise<void> => dropDeliveries(instance, mail)
