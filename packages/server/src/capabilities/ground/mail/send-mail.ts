/**
 * Mail to people, and the event of it. The event has the whole mail, with its code: it is written only where somebody asks for it by name,
 * and sealed.
 */
import type { Email } from '@frontdesk/contract'
import { newId } from '../../../crypto/random.js'
import type { Transaction } from '../../../start/instance.js'
import { asksFor } from '../webhook-endpoints/endpoints.js'
import { type Mail, mail } from './mail.js'
import { readSender } from './sender.js'

/** Writes a mail that is to leave, and tells of it. `userId` is whose mail it is, where that is known. */
export async function sendMail(tx: Transaction, letter: Mail, userId: string | null = null): Promise<void> {
  await tx.deliveries.add(tx, mail, letter)
  if (tx.options.on['email.created'] || (await asksFor(tx, 'email.created')))
    tx.tell('email.created', emailOf(tx, letter, userId))
}

/** Kinds that Clerk knows by another name. */
const slugs: Record<string, string> = {
  sign_up_code: 'verification_code',
  sign_in_code: 'verification_code',
  email_address_code: 'verification_code',
}

const emailOf = (
  { options, settings }: Transaction,
  { to, kind, subject, text, html, code }: Mail,
  userId: string | null,
): Email => ({
  object: 'email',
  id: newId('ema'),
  slug: slugs[kind] ?? kind,
  from_email_name: readSender(options.mail.from)!.address.split('@')[0]!, // as the options were checked
  reply_to_email_name: null,
  to_email_address: to,
  email_address_id: null,
  user_id: userId,
  subject,
  body: html,
  body_plain: text,
  status: 'queued',
  data: {
    app: { name: settings.branding.applicationName, url: options.publicUrl ?? null },
    ...(code !== undefined && { otp_code: code }),
  },
  delivered_by_clerk: true,
})
