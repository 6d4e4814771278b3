/**
 * What a page must know before anybody signs in: options and settings, as Clerk's front ends read them. What this server does not offer
 * is switched off here rather than left out, since clerk-js takes a missing section for its own default or stops on it.
 */
import type { Environment } from '@frontdesk/contract'
import type { Configured } from '../../instance.js'
import type { Options } from '../../options.js'
import type { Settings } from '../settings/settings.js'

export function environmentOf({ options, settings }: Configured): Environment {
  const { session, password, lockout } = settings
  return {
    object: 'environment',
    id: 'environment',
    maintenance_mode: false,
    client_debug_mode: false,
    partitioned_cookies: false,
    auth_config: {
      object: 'auth_config',
      id: 'auth_config',
      single_session_mode: session.single,
      claimed_at: null,
      reverification: false,
      preferred_channels: {},
      session_minter: false,
    },
    display_config: displayConfig(options, settings),
    user_settings: {
      attributes: attributesOf(settings),
      social: {},
      sign_in: { second_factor: { required: false, enabled: false } },
      sign_up: {
        mode: 'public',
        progressive: true,
        captcha_enabled: false,
        captcha_widget_type: null,
        custom_action_required: false,
        legal_consent_enabled: false,
        allowlist_only: false,
        mfa: { required: false },
      },
      password_settings: {
        disable_hibp: true,
        min_length: password.minLength,
        max_length: password.maxLength,
        require_special_char: false,
        require_numbers: false,
        require_uppercase: false,
        require_lowercase: false,
        show_zxcvbn: false,
        min_zxcvbn_strength: 0,
        enforce_hibp_on_sign_in: false,
        allowed_special_characters: '',
      },
      username_settings: { min_length: 4, max_length: 64 },
      passkey_settings: { allow_autofill: false, show_sign_in_button: false },
      actions: { delete_self: true, create_organization: false },
      attack_protection: {
        user_lockout: {
          enabled: true,
          max_attempts: lockout.maxAttempts,
          duration_in_minutes: Math.ceil(lockout.durationSeconds / 60),
        },
        enumeration_protection: { enabled: settings.enumerationProtection },
      },
      saml: { enabled: false },
      enterprise_sso: { enabled: false },
    },
    organization_settings: {
      enabled: false,
      max_allowed_memberships: 0,
      force_organization_selection: false,
      actions: { admin_delete: false },
      domains: { enabled: false, enrollment_modes: [], default_role: null },
      slug: { disabled: false },
      creator_role: 'org:admin',
    },
    commerce_settings: {
      object: 'commerce_settings',
      id: 'commerce_settings',
      billing: {
        stripe_publishable_key: null,
        organization: { enabled: false, has_paid_plans: false },
        user: { enabled: false, has_paid_plans: false },
      },
    },
    api_keys_settings: {
      object: 'api_keys_settings',
      id: 'api_keys_settings',
      enabled: false,
      user_api_keys_enabled: false,
      orgs_api_keys_enabled: false,
    },
    protect_config: { object: 'protect_config', id: 'protect_config' },
  }
}

/** Without a public URL the addresses are paths, which clerk-js resolves against the page it runs in. */
function displayConfig({ publicUrl = '', ...options }: Options, { branding }: Settings): Environment['display_config'] {
  const at = (url: string) => (url.startsWith('/') ? `${publicUrl}${url}` : url)
  return {
    object: 'display_config',
    id: 'display_config',
    instance_environment_type: options.environment,
    application_name: branding.applicationName,
    theme: {},
    preferred_sign_in_strategy: 'password',
    logo_image_url: '',
    favicon_image_url: '',
    home_url: at('/'),
    sign_in_url: at(options.pages.signIn),
    sign_up_url: at(options.pages.signUp),
    user_profile_url: at(options.pages.user),
    after_sign_in_url: at(options.afterSignInUrl),
    after_sign_up_url: at(options.afterSignUpUrl),
    after_sign_out_one_url: at(options.afterSignOutUrl),
    after_sign_out_all_url: at(options.afterSignOutUrl),
    after_switch_session_url: at(options.afterSignInUrl),
    waitlist_url: '',
    after_join_waitlist_url: '',
    organization_profile_url: '',
    create_organization_url: '',
    after_leave_organization_url: '',
    after_create_organization_url: '',
    logo_link_url: at('/'),
    support_email: null,
    branded: false,
    experimental_force_oauth_first: false,
    clerk_js_version: '6',
    show_devmode_warning: false,
    google_one_tap_client_id: null,
    help_url: null,
    privacy_policy_url: '',
    terms_url: '',
    captcha_public_key: null,
    captcha_widget_type: null,
    captcha_public_key_invisible: null,
    captcha_provider: 'turnstile',
    captcha_oauth_bypass: [],
    captcha_heartbeat: false,
  }
}

type Attribute = Environment['user_settings']['attributes'][string]

function attributesOf({ attributes }: Settings): Record<string, Attribute> {
  const asked = (setting: 'off' | 'optional' | 'required', more?: Partial<Attribute>) =>
    attribute({ enabled: setting !== 'off', required: setting === 'required', ...more })
  const isIdentifier = attributes.username !== 'off'

  return {
    email_address: asked('required', {
      used_for_first_factor: true,
      first_factors: ['email_code'],
      verifications: ['email_code'],
      verify_at_sign_up: true,
    }),
    username: asked(attributes.username, {
      used_for_first_factor: isIdentifier,
      first_factors: isIdentifier ? ['password'] : [],
    }),
    first_name: asked(attributes.firstName),
    last_name: asked(attributes.lastName),
    password: asked('required'),
    phone_number: attribute(),
    web3_wallet: attribute(),
    authenticator_app: attribute(),
    backup_code: attribute(),
    passkey: attribute(),
    ticket: attribute(),
  }
}

const attribute = (more: Partial<Attribute> = {}): Attribute => ({
  enabled: false,
  required: false,
  used_for_first_factor: false,
  first_factors: [],
  used_for_second_factor: false,
  second_factors: [],
  verifications: [],
  verify_at_sign_up: false,
  ...more,
})
