import * as z from 'zod'
import { defineOperations } from '../operation.js'
import { frontendOperations } from '../operations.js'
import { SignIn } from '../resources/sign-in.js'
import { code, flag, nullablePassword, nullableText, password, text } from '../wire.js'
import { browserFields, strategyFields, transferFields } from './attempt-fields.js'

const secondFactor = {
  strategy: text(64),
  email_address_id: nullableText(64).optional(),
  code: code.nullable().optional(),
  ...strategyFields,
  ...browserFields,
}

const factor = { ...secondFactor, password: nullablePassword.optional() }

const createSignIn = z
  .strictObject({
    ...transferFields,
    ...factor,
    identifier: nullableText(254).optional(),
    strategy: nullableText(64).optional(),
  })
  // `signIn.password()` of clerk-js sends no strategy
  .overwrite((fields) => (fields.password && !fields.strategy ? { ...fields, strategy: 'password' } : fields))

export const signIns = defineOperations('frontend', frontendOperations.signIns, {
  createSignIn: { body: createSignIn, response: SignIn },
  getSignIn: { response: SignIn },
  prepareFirstFactor: { body: z.strictObject(factor), response: SignIn },
  attemptFirstFactor: { body: z.strictObject(factor), response: SignIn },
  prepareSecondFactor: { body: z.strictObject(secondFactor), response: SignIn },
  attemptSecondFactor: { body: z.strictObject(secondFactor), response: SignIn },
  resetPassword: { body: z.strictObject({ password, sign_out_of_other_sessions: flag.optional() }), response: SignIn },
})
