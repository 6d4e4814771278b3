import * as z from 'zod'
import { Invitation } from './invitation.js'

/** Somebody who waits to be invited. Times are milliseconds since 1970. */
export const WaitlistEntry = z.object({
  object: z.literal('waitlist_entry'),
  id: z.string(),
  email_address: z.string(),
  status: z.enum(['pending', 'invited', 'rejected', 'completed']),
  is_locked: z.boolean(),
  invitation: Invitation.nullable(),
  created_at: z.number(),
  updated_at: z.number(),
})
export type WaitlistEntry = z.infer<typeof WaitlistEntry>
