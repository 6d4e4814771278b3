/** Written by `npm run generate` from the contract: change it there. */
export interface EventUser {
  object: 'user'
  id: string
  /** The id that another system of the app has for this user. */
  external_id: string | null
  username: string | null
  first_name: string | null
  last_name: string | null
  locale: string | null
  timezone: string | null
  image_url: string
  profile_image_url: string
  has_image: boolean
  primary_email_address_id: string | null
  primary_phone_number_id: string | null
  primary_web3_wallet_id: string | null
  email_addresses: EventEmailAddress[]
  phone_numbers: EventPhoneNumber[]
  external_accounts: Array<{
    object: 'external_account' | 'google_account' | 'facebook_account'
    id: string
    identification_id: string
    /** `oauth_google` */
    provider: string
    /** Who they are there. */
    provider_user_id: string
    approved_scopes: string
    email_address: string
    /** By the word of the provider. */
    email_address_verified: boolean | null
    first_name: string
    last_name: string
    avatar_url: string
    image_url: string | null
    username: string | null
    phone_number: string | null
    public_metadata: Record<string, unknown>
    label: string | null
    created_at: number
    updated_at: number
    verification: EventVerification | null
  }>
  password_enabled: boolean
  password_last_updated_at: number | null
  two_factor_enabled: boolean
  totp_enabled: boolean
  backup_code_enabled: boolean
  mfa_enabled_at: number | null
  mfa_disabled_at: number | null
  public_metadata: Record<string, unknown>
  /** Written by the user's own browser: not to be trusted. */
  unsafe_metadata: Record<string, unknown>
  delete_self_enabled: boolean
  create_organization_enabled: boolean
  legal_accepted_at: number | null
  last_sign_in_at: number | null
  last_active_at: number | null
  created_at: number
  updated_at: number
  banned: boolean
  locked: boolean
  lockout_expires_in_seconds: number | null
  verification_attempts_remaining: number | null
  web3_wallets: EventWeb3Wallet[]
  passkeys: Array<{
    object: 'passkey'
    id: string
    name: string
    verification: EventVerification | null
    last_used_at: number
  }>
  /** 0 or null: no limit. */
  create_organizations_limit: number | null
  private_metadata: Record<string, unknown>
  bypass_client_trust: boolean
}

export interface EventWaitlistEntry {
  object: 'waitlist_entry'
  id: string
  email_address: string
  status: 'pending' | 'invited' | 'rejected' | 'completed'
  is_locked: boolean
  invitation: EventInvitation | null
  created_at: number
  updated_at: number
}

export interface EventInvitation {
  object: 'invitation'
  id: string
  email_address: string
  public_metadata: Record<string, unknown>
  revoked?: boolean
  status: 'pending' | 'accepted' | 'revoked' | 'expired'
  /** The link that the letter has; shown once, in the answer that makes the invitation. */
  url?: string
  expires_at: number | null
  created_at: number
  updated_at: number
}

export interface EventSession {
  object: 'session'
  id: string
  expire_at: number
  abandon_at: number
  last_active_at: number
  actor: Record<string, unknown> | null
  tasks: Array<{
    key: string
  }> | null
  last_active_organization_id: string | null
  created_at: number
  updated_at: number
  status: 'active' | 'pending' | 'ended' | 'removed' | 'revoked' | 'replaced' | 'expired' | 'abandoned'
  client_id: string
  user_id: string
  latest_activity: EventSessionActivity
  user: EventUser
}

export interface EventSessionActivity {
  object: 'session_activity'
  id: string
  is_mobile: boolean
  browser_name?: string
  browser_version?: string
  device_type?: string
  ip_address?: string
  city?: string
  country?: string
}

export interface EventEmailAddress {
  object: 'email_address'
  id: string
  email_address: string
  reserved: boolean
  verification: EventVerification | null
  linked_to: EventIdentificationLink[]
  matches_sso_connection: boolean
  created_at: number
  updated_at: number
}

export interface EventPhoneNumber {
  object: 'phone_number'
  id: string
  /** As E.164 has it. */
  phone_number: string
  reserved_for_second_factor: boolean
  default_second_factor: boolean
  reserved: boolean
  verification: EventVerification | null
  linked_to: EventIdentificationLink[]
  backup_codes: string[] | null
  created_at: number
  updated_at: number
}

export interface EventWeb3Wallet {
  object: 'web3_wallet'
  id: string
  /** Of Ethereum in small letters, of Solana in base 58. */
  web3_wallet: string
  created_at: number
  updated_at: number
  verification: EventVerification | null
}

export interface EventVerification {
  object:
    | 'verification_otp'
    | 'verification_password'
    | 'verification_totp'
    | 'verification_backup_code'
    | 'verification_admin'
    | 'verification_oauth'
    | 'verification_from_oauth'
    | 'verification_passkey'
    | 'verification_email_link'
    | 'verification_ticket'
    | 'verification_web3'
  status: 'unverified' | 'verified' | 'transferable' | 'failed' | 'expired'
  strategy: string
  attempts: number | null
  expire_at: number | null
  external_verification_redirect_url?: string | null
  error?: {
    code: string
    message: string
    long_message: string
    meta: Record<string, unknown>
  } | null
}

export interface EventIdentificationLink {
  type: string
  id: string
}

export interface EventDeletion {
  object: string
  id: string
  slug?: string | null
  external_id?: string
  deleted: true
}

export interface EventData {
  'user.created': EventUser
  'user.updated': EventUser
  'user.deleted': EventDeletion
  'session.created': EventSession
  'session.ended': EventSession
  'session.removed': EventSession
  'session.revoked': EventSession
  'email.created': {
    object: 'email'
    id: string
    /** What it is for, such as `verification_code`. */
    slug: string | null
    /** What stands before the @ of its sender. */
    from_email_name: string
    reply_to_email_name: string | null
    to_email_address: string
    email_address_id: string | null
    user_id: string | null
    subject: string
    /** In HTML. */
    body: string
    body_plain: string | null
    status: string
    /** Such as `otp_code`, and the name of the app. */
    data: Record<string, unknown>
    /** Whether the server sends it itself, which it does. */
    delivered_by_clerk: boolean
  }
  'sms.created': {
    object: 'sms_message'
    id: string
    /** What it is for, such as `verification_code`. */
    slug: string | null
    /** Empty where the provider chooses it. */
    from_phone_number: string
    to_phone_number: string
    phone_number_id: string | null
    user_id: string | null
    message: string
    status: string
    /** Such as `otp_code`, and the name of the app. */
    data: Record<string, unknown>
    /** Whether the server sends it itself, which it does. */
    delivered_by_clerk: boolean
    created_at_ms: number
  }
  'waitlistEntry.created': EventWaitlistEntry
  'waitlistEntry.updated': EventWaitlistEntry
}
