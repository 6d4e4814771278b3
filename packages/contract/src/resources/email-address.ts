import * as z from 'zod'
import { Verification } from './verification.js'

export const IdentificationLink = z.object({ type: z.string(), id: z.string() })

export const EmailAddress = z.object({
  object: z.literal('email_address'),
  id: z.string(),
  email_address: z.string(),
  reserved: z.boolean(),
  verification: Verification.nullable(),
  linked_to: z.array(IdentificationLink),
  matches_sso_connection: z.boolean(),
  created_at: z.number(),
  updated_at: z.number(),
})
export type EmailAddress = z.infer<typeof EmailAddress>
