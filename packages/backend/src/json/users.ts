import type { OrganizationMembershipJSON } from './organizations.js'
import type {
  Declared,
  DeletedObjectJSON,
  IdentificationLinkJSON,
  Metadata,
  ResourceJSON,
  TimedJSON,
  VerificationJSON,
} from './shared.js'

export interface EmailAddressJSON extends ResourceJSON<'email_address'> {
  email_address: string
  verification: VerificationJSON | null
  linked_to: IdentificationLinkJSON[]
}

export interface PhoneNumberJSON extends ResourceJSON<'phone_number'> {
  phone_number: string
  reserved_for_second_factor: boolean
  default_second_factor: boolean
  reserved: boolean
  verification: VerificationJSON | null
  linked_to: IdentificationLinkJSON[]
  backup_codes: string[] | null
}

export interface Web3WalletJSON extends ResourceJSON<'web3_wallet'> {
  web3_wallet: string
  verification: VerificationJSON | null
}

/** An account at an OAuth provider. */
export interface ExternalAccountJSON extends ResourceJSON<string> {
  external_account_id?: string
  provider: string
  identification_id: string
  provider_user_id: string
  /** Separated by spaces. */
  approved_scopes: string
  email_address: string
  first_name: string
  last_name: string
  image_url?: string
  username: string | null
  phone_number: string | null
  public_metadata?: Metadata | null
  label: string | null
  verification: VerificationJSON | null
}

export interface EnterpriseAccountConnectionJSON extends ResourceJSON<string>, TimedJSON {
  active: boolean
  allow_idp_initiated: boolean
  allow_subdomains: boolean
  disable_additional_identifications: boolean
  domain: string
  logo_public_url: string | null
  name: string
  protocol: string
  provider: string
  sync_user_attributes: boolean
}

export interface EnterpriseAccountJSON extends ResourceJSON<'enterprise_account'> {
  active: boolean
  email_address: string
  enterprise_connection: EnterpriseAccountConnectionJSON | null
  enterprise_connection_id: string | null
  first_name: string | null
  last_name: string | null
  protocol: string
  provider: string
  provider_user_id: string | null
  public_metadata: Metadata
  verification: VerificationJSON | null
  last_authenticated_at: number | null
}

export interface UserJSON extends ResourceJSON<'user'>, TimedJSON {
  /** The id that another system of the app has for this user. */
  external_id: string | null
  username: string | null
  first_name: string | null
  last_name: string | null
  locale: string | null
  timezone?: string | null
  image_url: string
  has_image: boolean
  primary_email_address_id: string | null
  primary_phone_number_id: string | null
  primary_web3_wallet_id: string | null
  email_addresses: EmailAddressJSON[]
  phone_numbers: PhoneNumberJSON[]
  web3_wallets: Web3WalletJSON[]
  external_accounts: ExternalAccountJSON[]
  enterprise_accounts: EnterpriseAccountJSON[]
  organization_memberships?: OrganizationMembershipJSON[] | null
  password_enabled: boolean
  password_last_updated_at: number | null
  two_factor_enabled: boolean
  totp_enabled: boolean
  backup_code_enabled: boolean
  mfa_enabled_at?: number | null
  mfa_disabled_at?: number | null
  public_metadata: Declared<UserPublicMetadata>
  private_metadata: Declared<UserPrivateMetadata>
  /** Written by the user's own browser: not to be trusted. */
  unsafe_metadata: Declared<UserUnsafeMetadata>
  delete_self_enabled: boolean
  create_organization_enabled: boolean
  /** 0 or null: no limit. */
  create_organizations_limit: number | null
  legal_accepted_at: number | null
  last_sign_in_at: number | null
  last_active_at: number | null
  banned: boolean
  locked: boolean
  deprovisioned?: boolean
  lockout_expires_in_seconds: number | null
  verification_attempts_remaining: number | null
}

export interface UserDeletedJSON extends DeletedObjectJSON {}

/** The token of an external account, to call its provider with. */
export interface OauthAccessTokenJSON {
  object: 'oauth_access_token'
  external_account_id: string
  token: string
  provider: string
  public_metadata: Metadata
  label: string | null
  scopes?: string[]
  token_secret?: string
  expires_at?: number
  id_token?: string
}

export type InvitationStatus = 'pending' | 'accepted' | 'revoked' | 'expired'

/** An invitation to sign up. */
export interface InvitationJSON extends ResourceJSON<'invitation'>, TimedJSON {
  email_address: string
  public_metadata: Metadata | null
  revoked?: boolean
  status: InvitationStatus
  url?: string
}

export interface WaitlistEntryJSON extends ResourceJSON<'waitlist_entry'>, TimedJSON {
  status: 'pending' | 'invited' | 'completed' | 'rejected'
  email_address: string
  invitation: InvitationJSON | null
  is_locked: boolean
}
