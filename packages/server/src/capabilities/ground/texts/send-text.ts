/**
 * Text messages to people, and the event of it. The event has the message, with its code: it is written only where somebody asks for it by
 * name, and sealed.
 */
import type { Sms } from '@frontdesk/contract'
import type { Transaction } from '../../../start/instance.js'
import { asksFor } from '../webhook-endpoints/endpoints.js'
import { type Text, texts } from './text.js'

/** Whose it is, where that is known. */
export interface TextOwner {
  userId: string | null
  phoneNumberId: string | null
}

/** Writes a message that is to leave, and tells of it. */
export async function sendText(tx: Transaction, text: Text, owner: TextOwner): Promise<void> {
  await tx.deliveries.add(tx, texts, text)
  if (tx.options.on['sms.created'] || (await asksFor(tx, 'sms.created'))) tx.tell('sms.created', smsOf(tx, text, owner))
}

/** Kinds that Clerk knows by another name. */
const slugs: Record<string, string> = {
  sign_up_code: 'verification_code',
  sign_in_code: 'verification_code',
  phone_number_code: 'verification_code',
}

const smsOf = (
  { options, settings, now }: Transaction,
  { id, to, kind, text, code }: Text,
  { userId, phoneNumberId }: TextOwner,
): Sms => ({
  object: 'sms_message',
  id,
  slug: slugs[kind] ?? kind,
  from_phone_number: options.texts.twilio.from ?? '',
  to_phone_number: to,
  phone_number_id: phoneNumberId,
  user_id: userId,
  message: text,
  status: 'queued',
  data: {
    app: { name: settings.branding.applicationName, url: options.publicUrl ?? null },
    ...(code !== undefined && { otp_code: code }),
  },
  delivered_by_clerk: true,
  created_at_ms: now(),
})
