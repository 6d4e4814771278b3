import * as z from 'zod'
import { AskedVerification } from './verification.js'
import { web3Providers, web3Strategy } from './web3-wallet.js'

export const SupportedFirstFactor = z.union([
  z.object({ strategy: z.enum(['password', 'passkey']) }),
  z.object({
    strategy: z.enum(['email_code', 'email_link', 'reset_password_email_code']),
    email_address_id: z.string(),
    safe_identifier: z.string(),
    primary: z.boolean(),
  }),
  z.object({
    strategy: z.enum(['phone_code', 'reset_password_phone_code']),
    phone_number_id: z.string(),
    safe_identifier: z.string(),
    primary: z.boolean(),
    default: z.boolean(),
  }),
  z.object({
    strategy: z.enum(web3Providers.map(web3Strategy)),
    web3_wallet_id: z.string(),
    safe_identifier: z.string(),
    primary: z.boolean(),
  }),
])
export type SupportedFirstFactor = z.infer<typeof SupportedFirstFactor>

export const SupportedSecondFactor = z.union([
  /** Those that need no more than their name. */
  z.object({ strategy: z.enum(['totp', 'backup_code', 'passkey']) }),
  z.object({
    strategy: z.literal('phone_code'),
    phone_number_id: z.string(),
    safe_identifier: z.string(),
    primary: z.boolean(),
    default: z.boolean(),
  }),
])
export type SupportedSecondFactor = z.infer<typeof SupportedSecondFactor>

/** `status` names the next step, `supported_first_factors` or `supported_second_factors` the possible ways. */
export const SignIn = z.object({
  object: z.literal('sign_in_attempt'),
  id: z.string(),
  status: z.enum(['needs_identifier', 'needs_first_factor', 'needs_second_factor', 'needs_new_password', 'complete']),
  identifier: z.string().nullable(),
  supported_identifiers: z.array(z.string()),
  supported_first_factors: z.array(SupportedFirstFactor).nullable(),
  supported_second_factors: z.array(SupportedSecondFactor).nullable(),
  first_factor_verification: AskedVerification.nullable(),
  second_factor_verification: AskedVerification.nullable(),
  user_data: z
    .object({
      first_name: z.string().nullable(),
      last_name: z.string().nullable(),
      image_url: z.string(),
      has_image: z.boolean(),
    })
    .nullable(),
  created_session_id: z.string().nullable(),
  abandon_at: z.number(),
})
export type SignIn = z.infer<typeof SignIn>
