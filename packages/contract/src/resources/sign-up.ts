import * as z from 'zod'
import { AskedVerification, Verification } from './verification.js'

const SignUpVerification = z.object({
  ...AskedVerification.shape,
  next_action: z.enum(['needs_attempt', '']),
  supported_strategies: z.array(z.string()),
})

export const SignUp = z.object({
  object: z.literal('sign_up_attempt'),
  id: z.string(),
  status: z.enum(['missing_requirements', 'complete', 'abandoned']),
  required_fields: z.array(z.string()),
  optional_fields: z.array(z.string()),
  missing_fields: z.array(z.string()),
  unverified_fields: z.array(z.string()),
  verifications: z.object({
    email_address: SignUpVerification.nullable(),
    phone_number: SignUpVerification.nullable(),
    web3_wallet: SignUpVerification.nullable(),
    external_account: Verification.nullable(),
  }),
  username: z.string().nullable(),
  email_address: z.string().nullable(),
  phone_number: z.string().nullable(),
  web3_wallet: z.string().nullable(),
  password_enabled: z.boolean(),
  first_name: z.string().nullable(),
  last_name: z.string().nullable(),
  unsafe_metadata: z.record(z.string(), z.unknown()),
  public_metadata: z.record(z.string(), z.unknown()),
  custom_action: z.boolean(),
  external_id: z.string().nullable(),
  created_session_id: z.string().nullable(),
  created_user_id: z.string().nullable(),
  abandon_at: z.number(),
  legal_accepted_at: z.number().nullable(),
})
export type SignUp = z.infer<typeof SignUp>
