import * as z from 'zod'
import { Verification } from './verification.js'

/** An account of a user at another service. */
export const ExternalAccount = z.object({
  object: z.enum(['external_account', 'google_account', 'facebook_account']),
  id: z.string(),
  identification_id: z.string(),
  provider: z.string().describe('`oauth_google`'),
  provider_user_id: z.string().describe('Who they are there.'),
  approved_scopes: z.string(),
  email_address: z.string(),
  email_address_verified: z.boolean().nullable().describe('By the word of the provider.'),
  first_name: z.string(),
  last_name: z.string(),
  avatar_url: z.string(),
  image_url: z.string().nullable(),
  username: z.string().nullable(),
  phone_number: z.string().nullable(),
  public_metadata: z.record(z.string(), z.unknown()),
  label: z.string().nullable(),
  created_at: z.number(),
  updated_at: z.number(),
  verification: Verification.nullable(),
})
export type ExternalAccount = z.infer<typeof ExternalAccount>

/** What calls the provider's API in the user's name. */
export const OauthAccessToken = z.object({
  object: z.literal('oauth_access_token'),
  external_account_id: z.string(),
  provider_user_id: z.string(),
  token: z.string(),
  expires_at: z.number().nullable().describe('In milliseconds since 1970; null where the provider did not say.'),
  provider: z.string(),
  public_metadata: z.record(z.string(), z.unknown()),
  label: z.string().nullable(),
  scopes: z.array(z.string()).optional(),
  id_token: z.string().optional(),
})
export type OauthAccessToken = z.infer<typeof OauthAccessToken>
