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
import { browserContext, claims, otherAnswers } from './sent-along.js'

const fields = z.strictObject({
  ...claims, // first: what is said of a ticket matters more than what is said of its strategy
  email_address: nullableEmailAddress.optional(),
  username: username.optional(),
  first_name: personName.optional(),
  last_name: personName.optional(),
  password: nullablePassword.optional(),
  unsafe_metadata: unsafeMetadata.optional(),
  legal_accepted: flag.optional(),
  strategy: blankAsNull(z.enum(['password', 'email_code'])).optional(),
  code: nullableText(2048).optional(),
  ...otherAnswers,
  ...browserContext,
  // Some browsers report `en-US@posix`, or a zone that is newer than this server: nobody should fail to sign up for it.
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
      ...otherAnswers,
      ...browserContext,
    }),
    response: SignUp,
  },
  attemptSignUpVerification: {
    body: z.strictObject({ strategy: z.literal('email_code').default('email_code'), code, ...otherAnswers }),
    response: SignUp,
  },
})
