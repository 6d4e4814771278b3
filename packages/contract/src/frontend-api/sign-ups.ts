import * as z from 'zod'
import { defineOperations } from '../operation.js'
import { frontendOperations } from '../operations.js'
import { SignUp } from '../resources/sign-up.js'
import { code, flag, metadata, nullableEmailAddress, nullablePassword, nullableText, personName, username } from '../wire.js'

const fields = z.strictObject({
  email_address: nullableEmailAddress.optional(),
  username: username.optional(),
  first_name: personName.optional(),
  last_name: personName.optional(),
  password: nullablePassword.optional(),
  unsafe_metadata: metadata.optional(),
  legal_accepted: flag.optional(),
  // Sent along by clerk-js; none of it changes what a sign-up with e-mail address and password does.
  strategy: nullableText(64).optional(),
  locale: nullableText(64).optional(),
  timezone: nullableText(64).optional(),
  redirect_url: nullableText(2048).optional(),
  action_complete_redirect_url: nullableText(2048).optional(),
  captcha_token: nullableText(4096).optional(),
  captcha_error: nullableText(256).optional(),
  captcha_widget_type: nullableText(64).optional(),
})

export const signUps = defineOperations('frontend', frontendOperations.signUps, {
  createSignUp: { body: fields, response: SignUp },
  getSignUp: { response: SignUp },
  updateSignUp: { body: fields, response: SignUp },
  prepareSignUpVerification: {
    body: z.strictObject({
      strategy: z.literal('email_code').default('email_code'),
      redirect_url: nullableText(2048).optional(),
      action_complete_redirect_url: nullableText(2048).optional(),
    }),
    response: SignUp,
  },
  attemptSignUpVerification: {
    body: z.strictObject({ strategy: z.literal('email_code').default('email_code'), code }),
    response: SignUp,
  },
})
