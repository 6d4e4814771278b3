/** Written by `npm run generate` from the contract: change it there. */
import type { Declared, VerificationJSON } from './resource.js'

export interface ServedUserJSON {
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
  email_addresses: EmailAddressJSON[]
  phone_numbers: PhoneNumberJSON[]
  external_accounts: ExternalAccountJSON[]
  password_enabled: boolean
  password_last_updated_at: number | null
  two_factor_enabled: boolean
  totp_enabled: boolean
  backup_code_enabled: boolean
  mfa_enabled_at: number | null
  mfa_disabled_at: number | null
  public_metadata: Declared<UserPublicMetadata>
  /** Written by the user's own browser: not to be trusted. */
  unsafe_metadata: Declared<UserUnsafeMetadata>
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
  web3_wallets: Web3WalletJSON[]
  passkeys: Array<{
    object: 'passkey'
    id: string
    name: string
    verification: VerificationJSON | null
    last_used_at: number
  }>
  /** 0 or null: no limit. */
  create_organizations_limit: number | null
  private_metadata: Declared<UserPrivateMetadata>
  bypass_client_trust: boolean
}

export interface CodeVerificationJSON {
  id: string
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

export interface IdentificationLinkJSON {
  type: string
  id: string
}

export interface EmailAddressJSON {
  object: 'email_address'
  id: string
  email_address: string
  reserved: boolean
  verification: VerificationJSON | null
  linked_to: IdentificationLinkJSON[]
  matches_sso_connection: boolean
  created_at: number
  updated_at: number
}

export interface PhoneNumberJSON {
  object: 'phone_number'
  id: string
  /** As E.164 has it. */
  phone_number: string
  reserved_for_second_factor: boolean
  default_second_factor: boolean
  reserved: boolean
  verification: VerificationJSON | null
  linked_to: IdentificationLinkJSON[]
  backup_codes: string[] | null
  created_at: number
  updated_at: number
}

export interface Web3WalletJSON {
  object: 'web3_wallet'
  id: string
  /** Of Ethereum in small letters, of Solana in base 58. */
  web3_wallet: string
  created_at: number
  updated_at: number
  verification: VerificationJSON | null
}

export interface SessionJSON {
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
  latest_activity: SessionActivityJSON
}

export interface SessionActivityJSON {
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

export interface ClientJSON {
  object: 'client'
  id: string
  last_active_session_id: string | null
  last_authentication_strategy: string | null
  created_at: number
  updated_at: number
  session_ids: string[]
  sessions: SessionJSON[]
  sign_in_id: string | null
  sign_up_id: string | null
}

export interface TokenJSON {
  object: 'token'
  jwt: string
}

export interface CookiesJSON {
  object: 'cookies'
  cookies: string[]
}

export interface TestingTokenJSON {
  object: 'testing_token'
  token: string
  expires_at: number
}

export interface JwksJSON {
  keys: JwksKeyJSON[]
}

export interface JwksKeyJSON {
  kty?: string
  kid: string
  use: 'sig'
  alg: 'RS256'
  n?: string
  e?: string
  [member: string]: unknown
}

export interface JwtTemplateJSON {
  object: 'jwt_template'
  id: string
  name: string
  /** With shortcodes such as `{{user.id}}`. */
  claims: Record<string, unknown>
  /** In seconds, as the clock skew. */
  lifetime: number
  allowed_clock_skew: number
  custom_signing_key: boolean
  signing_algorithm: 'RS256' | 'RS384' | 'RS512' | 'HS256' | 'HS384' | 'HS512' | 'ES256' | 'ES384' | 'ES512'
  created_at: number
  updated_at: number
}

export interface AllowlistIdentifierJSON {
  object: 'allowlist_identifier'
  id: string
  /** An address, a whole domain as `*@example.com`, a number or a wallet. */
  identifier: string
  identifier_type: 'email_address' | 'phone_number' | 'web3_wallet'
  instance_id: string
  created_at: number
  updated_at: number
  invitation_id?: string
}

export interface BlocklistIdentifierJSON {
  object: 'blocklist_identifier'
  id: string
  /** An address, a whole domain as `*@example.com`, a number or a wallet. */
  identifier: string
  identifier_type: 'email_address' | 'phone_number' | 'web3_wallet'
  instance_id: string
  created_at: number
  updated_at: number
}

export interface ExternalAccountJSON {
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
  verification: VerificationJSON | null
}

export interface InvitationJSON {
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

export interface SignInTokenJSON {
  object: 'sign_in_token'
  id: string
  user_id: string
  /** Shown once, as the address, in the answer that makes it; empty later. */
  token: string
  status: 'pending' | 'accepted' | 'revoked'
  url: string | null
  created_at: number
  updated_at: number
}

export interface WaitlistEntryJSON {
  object: 'waitlist_entry'
  id: string
  email_address: string
  status: 'pending' | 'invited' | 'rejected' | 'completed'
  is_locked: boolean
  invitation: InvitationJSON | null
  created_at: number
  updated_at: number
}

export interface SettingsJSON {
  branding: {
    application_name: string
    logo_url: string
    accent_color: unknown
    terms_url: string
    privacy_url: string
    social_buttons: 'first' | 'last'
  }
  allowed_origins: string[]
  outbound: {
    private_hosts: string[]
  }
  reserved_usernames: string[]
  enumeration_protection: boolean
  attributes: {
    email_address: 'off' | 'optional' | 'required'
    phone_number: 'off' | 'optional' | 'required'
    web3_wallet: 'off' | 'optional' | 'required'
    username: 'off' | 'optional' | 'required'
    first_name: 'off' | 'optional' | 'required'
    last_name: 'off' | 'optional' | 'required'
  }
  phone_numbers: {
    countries: string[]
    default_country: string | ''
  }
  sign_in: {
    password: boolean
    email_code: boolean
    email_link: boolean
    phone_code: boolean
    passkey: boolean
    ticket: boolean
  }
  second_factors: {
    totp: boolean
    phone_code: boolean
    backup_code: boolean
    passkey: boolean
    required: boolean
  }
  sign_up: {
    mode: 'public' | 'restricted' | 'waitlist'
    password: 'optional' | 'required'
    from_sign_in: boolean
  }
  passkeys: {
    allow_autofill: boolean
    show_sign_in_button: boolean
    satisfies_second_factor: boolean
  }
  web3_wallets: {
    metamask: boolean
    coinbase_wallet: boolean
    okx_wallet: boolean
    base: boolean
    solana: boolean
  }
  password: {
    min_length: number
    max_length: number
    refuse_easy: boolean
    min_strength: number
    breach_api_url: string
    refuse_breached_on_sign_in: boolean
  }
  restrictions: {
    allowlist: boolean
    blocklist: boolean
    allowlist_blocklist_disabled_on_sign_in: boolean
    block_email_subaddresses: boolean
    block_disposable_email_domains: boolean
  }
  legal: {
    consent_required: boolean
  }
  captcha: {
    site_key: string
    widget_type: 'smart' | 'invisible'
    script_url: string
    verify_url: string
  }
  session: {
    lifetime_seconds: number
    inactivity_seconds: number
    single: boolean
  }
  reverification: {
    required: boolean
  }
  session_claims: Record<string, unknown>
  codes: {
    lifetime_seconds: number
    max_attempts: number
  }
  email_link: {
    require_same_client: boolean
  }
  lockout: {
    max_attempts: number
    duration_seconds: number
  }
  rate_limits: {
    attempts_per_minute: number
    messages_per_minute: number
    codes_per_recipient_per_minute: number
    codes_per_recipient_per_hour: number
    codes_per_recipient_per_day: number
    texts_per_country_per_hour: number
    texts_per_country_per_day: number
    seconds_between_codes: number
    guesses_per_recipient_per_hour: number
    guesses_per_recipient_per_day: number
  }
  events: {
    kept_days: number
  }
  webhooks: {
    retry_seconds: number[]
    operator_email: string
  }
  social: Record<
    string,
    {
      client_id: string
      enabled?: boolean
      authenticatable?: boolean
      scopes?: string[]
      name?: string
      logo_url?: string
      issuer?: string
      authorization_url?: string
      token_url?: string
      userinfo_url?: string
      jwks_url?: string
      client_authentication?: 'basic' | 'post' | 'none'
      pkce?: boolean
      claims?: {
        subject?: string
        email?: string
        email_verified?: string
        first_name?: string
        last_name?: string
        username?: string
        image_url?: string
      }
      tenant?: string
      team_id?: string
      key_id?: string
    }
  >
  notices: {
    account_changes: boolean
    new_devices: boolean
  }
  object: 'settings'
  version: number
  /** Settings that can't be changed here, and where each is set instead: `in code: session.lifetimeSeconds`. */
  locked: Record<string, string>
}

export interface SocialConnectionJSON {
  object: 'social_connection'
  /** The provider: `google`, or `custom_acme` for one of your own. */
  id: string
  provider: string
  /** As sign-ins name it: `oauth_google`. */
  strategy: string
  client_id: string
  /** Whether it is offered. */
  enabled: boolean
  /** Whether people sign in by it, and not only connect it to their account. */
  authenticatable: boolean
  scopes?: string[]
  name: string
  logo_url?: string
  issuer?: string
  authorization_url?: string
  token_url?: string
  userinfo_url?: string
  jwks_url?: string
  client_authentication?: 'basic' | 'post' | 'none'
  pkce?: boolean
  claims?: {
    subject?: string
    email?: string
    email_verified?: string
    first_name?: string
    last_name?: string
    username?: string
    image_url?: string
  }
  tenant?: string
  team_id?: string
  key_id?: string
  client_secret: {
    set: boolean
    /** How it ends, such as `…4f2a`. */
    hint: string | null
    /** Null for one that code or the environment sets. */
    updated_at: number | null
  }
  /** What to register at the provider as redirect URI. */
  callback_url: string
  /** Where it is set instead: `in code: social.google`; null where it may be changed here. */
  locked: string | null
}

export interface WebhookEndpointJSON {
  object: 'webhook_endpoint'
  id: string
  url: string
  description: string
  /** The events that are sent; null for all but `email.created` and `sms.created`. */
  events: string[] | null
  enabled: boolean
  /** `failing` once nothing has arrived for five days. */
  disabled_reason: 'failing' | null
  /** Since when nothing arrives, in milliseconds since 1970. */
  failing_since: number | null
  /** What signs, `whsec_…`: when the endpoint is created and when its secret is rotated. */
  secret?: string
  created_at: number
  updated_at: number
}

export interface WebhookDeliveryJSON {
  object: 'webhook_delivery'
  id: string
  endpoint_id: string
  /** What receivers get as `svix-id`. */
  event_id: string
  type: string
  /** Whose events stay in order, such as the id of a user. */
  subject: string
  /** Grows with each event of the subject. */
  sequence: number
  /** `queued` behind an earlier event of the same subject. */
  status: 'queued' | 'waiting' | 'sending' | 'delivered' | 'failed'
  /** The last twenty. */
  attempts: WebhookAttemptJSON[]
  next_attempt_at: number | null
  created_at: number
}

export interface ToldEventJSON {
  /** What receivers get as `svix-id`. */
  id: string
  sequence: number
  data: Record<string, unknown>
  event_attributes: {
    http_request: {
      client_ip: string
      user_agent: string
    }
  }
  instance_id: string
  object: 'event'
  timestamp: number
  type: string
}

export interface WebhookAttemptJSON {
  at: number
  duration_ms: number
  /** The status of the answer; null when none came. */
  status: number | null
  /** Why it failed; null when it was taken. */
  error: string | null
}

export interface WebhookReplayJSON {
  object: 'webhook_replay'
  endpoint_id: string
  deliveries: number
}

export interface DeletedObjectJSON {
  object: string
  id: string
  slug?: string | null
  external_id?: string
  deleted: true
}
