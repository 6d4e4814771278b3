import * as z from 'zod'

/** A mail that was written to somebody, with the code or link that is in it. */
export const Email = z.object({
  object: z.literal('email'),
  id: z.string(),
  slug: z.string().nullable().describe('What it is for, such as `verification_code`.'),
  from_email_name: z.string().describe('What stands before the @ of its sender.'),
  reply_to_email_name: z.string().nullable(),
  to_email_address: z.string(),
  email_address_id: z.string().nullable(),
  user_id: z.string().nullable(),
  subject: z.string(),
  body: z.string().describe('In HTML.'),
  body_plain: z.string().nullable(),
  status: z.string(),
  data: z.record(z.string(), z.unknown()).describe('Such as `otp_code`, and the name of the app.'),
  delivered_by_clerk: z.boolean().describe('Whether the server sends it itself, which it does.'),
})
export type Email = z.infer<typeof Email>
