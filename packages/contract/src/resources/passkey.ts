import * as z from 'zod'
import { AskedVerification, Verification } from './verification.js'

/** A passkey, as the Frontend API shows it. While it is being made, its verification's `nonce` holds the creation options as JSON. */
export const Passkey = z.object({
  object: z.literal('passkey'),
  id: z.string(),
  name: z.string(),
  verification: AskedVerification.nullable(),
  last_used_at: z.number().nullable(),
  created_at: z.number(),
  updated_at: z.number(),
})
export type Passkey = z.infer<typeof Passkey>

/** A passkey as the Backend API shows it. Making it is its first use. */
export const BackendPasskey = z.object({
  object: z.literal('passkey'),
  id: z.string(),
  name: z.string(),
  verification: Verification.nullable(),
  last_used_at: z.number(),
})
export type BackendPasskey = z.infer<typeof BackendPasskey>
