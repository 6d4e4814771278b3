import * as z from 'zod'
import { BackendSession, Session } from './session.js'
import { SignIn } from './sign-in.js'
import { SignUp } from './sign-up.js'

const shared = {
  object: z.literal('client'),
  id: z.string(),
  last_active_session_id: z.string().nullable(),
  last_authentication_strategy: z.string().nullable(),
  created_at: z.number(),
  updated_at: z.number(),
}

/** A browser's complete state, as the Frontend API shows it. */
export const Client = z.object({
  ...shared,
  sessions: z.array(Session),
  sign_in: SignIn.nullable(),
  sign_up: SignUp.nullable(),
  cookie_expires_at: z.number().nullable(),
  captcha_bypass: z.boolean(),
})
export type Client = z.infer<typeof Client>

export const BackendClient = z.object({
  ...shared,
  session_ids: z.array(z.string()),
  sessions: z.array(BackendSession),
  sign_in_id: z.string().nullable(),
  sign_up_id: z.string().nullable(),
})
export type BackendClient = z.infer<typeof BackendClient>
