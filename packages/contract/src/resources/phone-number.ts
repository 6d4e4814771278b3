import * as z from 'zod'
import { IdentificationLink } from './email-address.js'
import { Verification } from './verification.js'

export const PhoneNumber = z.object({
  object: z.literal('phone_number'),
  id: z.string(),
  phone_number: z.string().describe('As E.164 has it.'),
  reserved_for_second_factor: z.boolean(),
  default_second_factor: z.boolean(),
  reserved: z.boolean(),
  verification: Verification.nullable(),
  linked_to: z.array(IdentificationLink),
  backup_codes: z.array(z.string()).nullable(),
  created_at: z.number(),
  updated_at: z.number(),
})
export type PhoneNumber = z.infer<typeof PhoneNumber>
