import * as z from 'zod'
import { defineOperations } from '../operation.js'
import { backendOperations } from '../operations.js'
import { DeletedObject, pageOf } from '../resources/lists.js'
import { WaitlistEntry } from '../resources/waitlist-entry.js'
import { emailAddress, flag, text, wholeNumber } from '../wire.js'
import { sortedBy } from './sorted-by.js'

const entry = z.strictObject({
  email_address: emailAddress,
  notify: flag.nullable().optional().describe('Whether a letter confirms it; one does unless this is false.'),
})

export const waitlistEntries = defineOperations('backend', backendOperations.waitlistEntries, {
  list: {
    query: z.strictObject({
      status: z.enum(['pending', 'invited', 'completed', 'rejected']).optional(),
      query: text(256).optional(),
      order_by: sortedBy('created_at', 'email_address', 'invited_at'),
      limit: wholeNumber(1, 500).default(10),
      offset: wholeNumber(0, 1_000_000_000).default(0),
    }),
    response: pageOf(WaitlistEntry),
  },
  create: { body: entry, response: WaitlistEntry },
  createBulk: { body: entry, maxItems: 50, response: z.array(WaitlistEntry) },
  invite: { body: z.strictObject({ ignore_existing: flag.nullable().optional() }), response: WaitlistEntry },
  reject: { response: WaitlistEntry },
  delete: { response: DeletedObject },
})
