/** The development inbox: the newest mail and text messages as they were written, with their codes. */
import type { InboxMessage } from '@frontdesk/contract'
import { readableAddress } from '../../../basics/readable-address.js'
import type { Instance } from '../../../start/instance.js'
import { dropDeliveries, keptDeliveries } from '../../ground/deliveries/kept.js'
import { mail } from '../../ground/mail/mail.js'
import { texts } from '../../ground/texts/text.js'

const shownAtMost = 100

/** Newest first. */
export async function listInbox(instance: Instance): Promise<InboxMessage[]> {
  const mails = await keptDeliveries(instance, mail, shownAtMost)
  const shorts = await keptDeliveries(instance, texts, shownAtMost)
  const messages: InboxMessage[] = [
    ...mails.map(({ id, item: { to, subject, text, html, code = null }, createdAt }) => ({
      id,
      channel: 'mail' as const,
      to: readableAddress(to),
      subject,
      text,
      html,
      code,
      created_at: createdAt,
    })),
    ...shorts.map(({ id, item: { to, text, code = null }, createdAt }) => ({
      id,
      channel: 'text' as const,
      to,
      subject: text.split('\n')[0]!,
      text,
      html: '',
      code,
      created_at: createdAt,
    })),
  ]
  return messages.sort((a, b) => b.created_at - a.created_at).slice(0, shownAtMost)
}

/** Deletes all, also what waits for a mail server or a provider of text messages. */
export async function emptyInbox(instance: Instance): Promise<void> {
  await dropDeliveries(instance, mail)
  await dropDeliveries(instance, texts)
}
