import * as z from 'zod'
import { defineOperations } from '../operation.js'
import { frontendOperations } from '../operations.js'
import { SignIn } from '../resources/sign-in.js'
import { code, flag, nullablePassword, nullableText, password, text } from '../wire.js'

/** What clerk-js sends with every attempt, whichever strategy it is. */
const browserContext = {
  redirect_url: nullableText(2048).optional(),
  action_complete_redirect_url: nullableText(2048).optional(),
  locale: nullableText(64).optional(),
}

const factor = {
  strategy: text(64),
  email_address_id: nullableText(64).optional(),
  password: nullablePassword.optional(),
  code: code.nullable().optional(),
}

export const signIns = defineOperations('frontend', frontendOperations.signIns, {
  createSignIn: {
    body: z.strictObject({
      identifier: nullableText(254).optional(),
      ...factor,
      strategy: nullableText(64).optional(),
      ...browserContext,
    }),
    response: SignIn,
  },
  getSignIn: { response: SignIn },
  prepareFirstFactor: { body: z.strictObject({ ...factor, ...browserContext }), response: SignIn },
  attemptFirstFactor: { body: z.strictObject({ ...factor, ...browserContext }), response: SignIn },
  resetPassword: { body: z.strictObject({ password, sign_out_of_other_sessions: flag.optional() }), response: SignIn },
})
