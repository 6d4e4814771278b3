/** The development inbox: the newest mail as it was written, with its codes. */
import type { InboxMessage } from '@frontdesk/contract'
import { readableAddress } from '../../../basics/readable-address.js'
import type { Instance } from '../../../start/instance.js'
import { newestMail } from '../../ground/deliveries/kept-mail.js'

const shownAtMost = 100

/** Newest first. */
export async function listInbox(instance: Instance): Promise<InboxMessage[]> {
  const mail = await newestMail(instance, shownAtMost)
  return mail.map(({ id, to, subject, text, html, code = null, created_at }) => ({
    id,
    to: readableAddress(to),
    subject,
    text,
    html,
    code,
    created_at,
  }))
}
