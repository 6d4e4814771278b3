import * as z from 'zod'

/** A text message that was written to somebody, with the code that is in it. */
export const Sms = z.object({
  object: z.literal('sms_message'),
  id: z.string(),
  slug: z.string().nullable().describe('What it is for, such as `verification_code`.'),
  from_phone_number: z.string().describe('Empty where the provider chooses it.'),
  to_phone_number: z.string(),
  phone_number_id: z.string().nullable(),
  user_id: z.string().nullable(),
  message: z.string(),
  status: z.string(),
  data: z.record(z.string(), z.unknown()).describe('Such as `otp_code`, and the name of the app.'),
  delivered_by_clerk: z.boolean().describe('Whether the server sends it itself, which it does.'),
  created_at_ms: z.number(),
})
export type Sms = z.infer<typeof Sms>
