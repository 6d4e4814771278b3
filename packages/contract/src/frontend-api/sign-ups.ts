import * as z from 'zod'
import { defineOperations } from '../operation.js'
import { frontendOperations } from '../operations.js'
import { SignUp } from '../resources/sign-up.js'
import {
  blankAsNull,
  code,
  flag,
  locale,
  maxBodyBytesWithMetadata,
  nullableEmailAddress,
  nullablePassword,
  nullableText,
  personName,
  timezone,
  unsafeMetadata,
  username,
} from '../wire.js'
import { browserFields, transferFields, unservedStrategyFields } from './attempt-fields.js'

const fields = z.strictObject({
  ...transferFields, // first, so that an error about the ticket comes before one about its strategy
  email_address: nullableEmailAddress.optional(),
  username: username.optional(),
  first_name: personName.optional(),
  last_name: personName.optional(),
  password: nullablePassword.optional(),
  unsafe_metadata: unsafeMetadata.optional(),
  legal_accepted: flag.optional(),
  strategy: blankAsNull(z.enum(['password', 'email_code'])).optional(),
  code: nullableText(2048).optional(),
  ...unservedStrategyFields,
  ...browserFields,
  // Ignored if invalid: some browsers report `en-US@posix`, or a time zone that is newer than this server.
  locale: locale.optional().catch(undefined),
  timezone: timezone.optional().catch(undefined),
})

export const signUps = defineOperations('frontend', frontendOperations.signUps, {
  createSignUp: { body: fields, maxBodyBytes: maxBodyBytesWithMetadata, response: SignUp },
  getSignUp: { response: SignUp },
  updateSignUp: { body: fields, maxBodyBytes: maxBodyBytesWithMetadata, response: SignUp },
  prepareSignUpVerification: {
    body: z.strictObject({
      strategy: z.literal('email_code').default('email_code'),
      ...unservedStrategyFields,
      ...browserFields,
    }),
    response: SignUp,
  },
  attemptSignUpVerification: {
    body: z.strictObject({ strategy: z.literal('email_code').default('email_code'), code, ...unservedStrategyFields }),
    response: SignUp,
  },
})
