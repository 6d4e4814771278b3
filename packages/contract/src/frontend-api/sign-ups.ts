import * as z from 'zod'
import { defineOperations } from '../operation.js'
import { frontendOperations } from '../operations.js'
import { SignUp } from '../resources/sign-up.js'
import {
  code,
  flag,
  locale,
  maxBodyBytesWithMetadata,
  nullableEmailAddress,
  nullablePassword,
  nullablePhoneNumber,
  nullableText,
  nullableWeb3Wallet,
  personName,
  text,
  timezone,
  unsafeMetadata,
  username,
} from '../wire.js'
import { browserFields, strategyFields, transferFields } from './attempt-fields.js'

const fields = z.strictObject({
  ...transferFields, // first, so that an error about the ticket comes before one about its strategy
  email_address: nullableEmailAddress.optional(),
  phone_number: nullablePhoneNumber.optional(),
  web3_wallet: nullableWeb3Wallet.optional(),
  username: username.optional(),
  first_name: personName.optional(),
  last_name: personName.optional(),
  password: nullablePassword.optional(),
  unsafe_metadata: unsafeMetadata.optional(),
  legal_accepted: flag.optional(),
  strategy: nullableText(64).optional(),
  code: nullableText(2048).optional(),
  ...strategyFields,
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
      strategy: text(64).default('email_code'),
      ...strategyFields,
      ...browserFields,
    }),
    response: SignUp,
  },
  attemptSignUpVerification: {
    body: z.strictObject({ strategy: text(64).default('email_code'), code: code.nullable().optional(), ...strategyFields }),
    response: SignUp,
  },
})
