import * as z from 'zod'
import { defineOperations } from '../operation.js'
import { backendOperations } from '../operations.js'
import { EmailAddress } from '../resources/email-address.js'
import { DeletedObject } from '../resources/lists.js'
import { CodeVerification } from '../resources/verification.js'
import { code, emailAddress, flag, text } from '../wire.js'

const states = {
  verified: flag.nullable().optional(),
  primary: flag.nullable().optional(),
  notify_primary_email_address_changed: flag.nullable().optional(),
}

export const emailAddresses = defineOperations('backend', backendOperations.emailAddresses, {
  createEmailAddress: {
    body: z.strictObject({ user_id: text(64), email_address: emailAddress, ...states }),
    response: EmailAddress,
  },
  getEmailAddress: { response: EmailAddress },
  updateEmailAddress: { body: z.strictObject(states), response: EmailAddress },
  deleteEmailAddress: { response: DeletedObject },
  prepareEmailAddressVerification: { response: CodeVerification },
  attemptEmailAddressVerification: {
    body: z.strictObject({ verification_id: text(64).describe('As `prepareEmailAddressVerification` answered it.'), code }),
    response: CodeVerification,
  },
})
