import * as z from 'zod'
import { defineOperations } from '../operation.js'
import { backendOperations } from '../operations.js'
import { SignUp } from '../resources/sign-up.js'
import { flag, nullableText } from '../wire.js'

export const signUps = defineOperations('backend', backendOperations.signUps, {
  get: { response: SignUp },
  update: {
    body: z.strictObject({
      external_id: nullableText(256).optional().describe('The user that comes of the sign-up gets it.'),
      custom_action: flag.nullable().optional().describe('Kept and shown for the app; it changes nothing here.'),
    }),
    response: SignUp,
  },
})
