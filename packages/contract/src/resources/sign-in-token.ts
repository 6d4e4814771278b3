import * as z from 'zod'

/** Signs a user in through a link, once. Times are milliseconds since 1970. */
export const SignInToken = z.object({
  object: z.literal('sign_in_token'),
  id: z.string(),
  user_id: z.string(),
  token: z.string().describe('Shown once, as the address, in the answer that makes it; empty later.'),
  status: z.enum(['pending', 'accepted', 'revoked']),
  url: z.string().nullable(),
  created_at: z.number(),
  updated_at: z.number(),
})
export type SignInToken = z.infer<typeof SignInToken>
