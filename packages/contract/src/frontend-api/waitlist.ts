import * as z from 'zod'
import { defineOperations } from '../operation.js'
import { frontendOperations } from '../operations.js'
import { emailAddress } from '../wire.js'

export const waitlist = defineOperations('frontend', frontendOperations.waitlist, {
  joinWaitlist: {
    body: z.strictObject({ email_address: emailAddress }),
    response: z.object({ object: z.literal('waitlist_entry'), id: z.string() }),
    bare: true,
  },
})
