import * as z from 'zod'
import { EmailAddress } from './email-address.js'
import { ExternalAccount } from './external-account.js'
import { BackendPasskey, Passkey } from './passkey.js'
import { PhoneNumber } from './phone-number.js'
import { BackendWeb3Wallet, Web3Wallet } from './web3-wallet.js'

/** An app's own data about a user. The app declares its members in an interface of the SDK, `declaredIn`. */
const metadata = (declaredIn: string) => z.record(z.string(), z.unknown()).meta({ declaredIn })
const none = z.array(z.never())

const shared = {
  object: z.literal('user'),
  id: z.string(),
  external_id: z.string().nullable().describe('The id that another system of the app has for this user.'),
  username: z.string().nullable(),
  first_name: z.string().nullable(),
  last_name: z.string().nullable(),
  locale: z.string().nullable(),
  timezone: z.string().nullable(),
  image_url: z.string(),
  profile_image_url: z.string(),
  has_image: z.boolean(),
  primary_email_address_id: z.string().nullable(),
  primary_phone_number_id: z.string().nullable(),
  primary_web3_wallet_id: z.string().nullable(),
  email_addresses: z.array(EmailAddress),
  phone_numbers: z.array(PhoneNumber),
  external_accounts: z.array(ExternalAccount),
  saml_accounts: none,
  enterprise_accounts: none,
  password_enabled: z.boolean(),
  password_last_updated_at: z.number().nullable(),
  two_factor_enabled: z.boolean(),
  totp_enabled: z.boolean(),
  backup_code_enabled: z.boolean(),
  mfa_enabled_at: z.number().nullable(),
  mfa_disabled_at: z.number().nullable(),
  public_metadata: metadata('UserPublicMetadata'),
  unsafe_metadata: metadata('UserUnsafeMetadata').describe("Written by the user's own browser: not to be trusted."),
  delete_self_enabled: z.boolean(),
  create_organization_enabled: z.boolean(),
  legal_accepted_at: z.number().nullable(),
  last_sign_in_at: z.number().nullable(),
  last_active_at: z.number().nullable(),
  created_at: z.number(),
  updated_at: z.number(),
  banned: z.boolean(),
  locked: z.boolean(),
  lockout_expires_in_seconds: z.number().nullable(),
  verification_attempts_remaining: z.number().nullable(),
}

/** A user, as the Frontend API shows it to its own browser: without private metadata. */
export const User = z.object({
  ...shared,
  web3_wallets: z.array(Web3Wallet),
  passkeys: z.array(Passkey),
  create_organizations_limit: z.number().optional(),
  organization_memberships: none,
})
export type User = z.infer<typeof User>

/** A user as the Backend API shows it. */
export const BackendUser = z.object({
  ...shared,
  web3_wallets: z.array(BackendWeb3Wallet),
  passkeys: z.array(BackendPasskey),
  create_organizations_limit: z.number().nullable().describe('0 or null: no limit.'),
  private_metadata: metadata('UserPrivateMetadata'),
  bypass_client_trust: z.boolean(),
})
export type BackendUser = z.infer<typeof BackendUser>

/** What other users of the same browser or organization may see. */
export const PublicUserData = z.object({
  first_name: z.string().nullable(),
  last_name: z.string().nullable(),
  image_url: z.string(),
  has_image: z.boolean(),
  identifier: z.string(),
  username: z.string().nullable(),
  user_id: z.string(),
})
export type PublicUserData = z.infer<typeof PublicUserData>
