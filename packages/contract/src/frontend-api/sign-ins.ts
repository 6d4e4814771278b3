import * as z from 'zod'
import { defineOperations } from '../operation.js'
import { frontendOperations } from '../operations.js'
import { SignIn } from '../resources/sign-in.js'
import { blankAsNull, code, fault, flag, nullablePassword, nullableText, password, text } from '../wire.js'
import { browserFields, transferFields, unservedStrategyFields } from './attempt-fields.js'

/** All other strategies are refused before any user is looked up. */
const firstStrategy = z.enum(['password', 'email_code', 'reset_password_email_code'])

const secondFactor = {
  strategy: text(64),
  email_address_id: nullableText(64).optional(),
  code: code.nullable().optional(),
  ...unservedStrategyFields,
  ...browserFields,
}

const factor = { ...secondFactor, password: nullablePassword.optional() }

const createSignIn = z
  .strictObject({
    ...transferFields,
    ...factor,
    identifier: nullableText(254).optional(),
    strategy: blankAsNull(firstStrategy).optional(),
  })
  // `signIn.password()` of clerk-js sends no strategy
  .overwrite((fields) => (fields.password && !fields.strategy ? { ...fields, strategy: 'password' } : fields))
  .refine(({ strategy, identifier }) => !strategy || identifier, {
    path: ['identifier'],
    ...fault('form_param_missing', 'must be included'),
  })

export const signIns = defineOperations('frontend', frontendOperations.signIns, {
  createSignIn: { body: createSignIn, response: SignIn },
  getSignIn: { response: SignIn },
  prepareFirstFactor: { body: z.strictObject(factor), response: SignIn },
  attemptFirstFactor: { body: z.strictObject(factor), response: SignIn },
  prepareSecondFactor: { body: z.strictObject(secondFactor), response: SignIn },
  attemptSecondFactor: { body: z.strictObject(secondFactor), response: SignIn },
  resetPassword: { body: z.strictObject({ password, sign_out_of_other_sessions: flag.optional() }), response: SignIn },
})
