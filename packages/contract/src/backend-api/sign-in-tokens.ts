import * as z from 'zod'
import { defineOperations } from '../operation.js'
import { backendOperations } from '../operations.js'
import { SignInToken } from '../resources/sign-in-token.js'
import { text, wholeNumber } from '../wire.js'

export const signInTokens = defineOperations('backend', backendOperations.signInTokens, {
  createSignInToken: {
    body: z.strictObject({
      user_id: text(64),
      expires_in_seconds: wholeNumber(1, 315_360_000).nullable().optional(),
      org_id: text(64).nullable().optional(),
    }),
    response: SignInToken,
  },
  revokeSignInToken: { response: SignInToken },
})
