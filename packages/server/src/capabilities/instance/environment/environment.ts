/**
 * What a page must know before anybody signs in: options and settings, as Clerk's front ends read them. What this server does not offer
 * is switched off here rather than left out, since clerk-js takes a missing section for its own default or stops on it.
 */
import type { AccountPortal, Environment, KnownProvider } from '@frontdesk/contract'
import type { Configured } from '../../../start/instance.js'
import type { Options } from '../../../start/options.js'
import { fromPages, pageFromPages } from '../../../wire/addresses.js'
import type { IdentifierKind } from '../../entering/factors/identifier.js'
import { strategiesOf } from '../../entering/factors/matrix.js'
import { takesWallets } from '../../entering/factors/wallet.js'
import { presets } from '../../entering/social/providers/presets.js'
import type { Settings } from '../../ground/settings/settings.js'
import { relyingPartyOf } from '../../identity/passkeys/relying-party.js'
import type { Places } from './places.js'

export function environmentOf({ options, settings }: Configured, places: Places): Environment {
  const { password, lockout, restrictions, legal, captcha } = settings
  return {
    maintenance_mode: false,
    client_debug_mode: false,
    partitioned_cookies: false,
    auth_config: authConfig(options, settings),
    display_config: displayConfig(options, settings, places),
    user_settings: {
      attributes: attributesOf({ options, settings }),
      social: socialOf(settings),
      sign_in: { second_factor: { required: settings.secondFactors.required } },
      sign_up: {
        mode: settings.signUp.mode,
        progressive: true,
        captcha_enabled: captcha.siteKey !== '',
        captcha_widget_type: captcha.widgetType,
        custom_action_required: false,
        legal_consent_enabled: legal.consentRequired,
      },
      restrictions: {
        allowlist: { enabled: restrictions.allowlist },
        blocklist: { enabled: restrictions.blocklist },
        allowlist_blocklist_disabled_on_sign_in: { enabled: restrictions.allowlistBlocklistDisabledOnSignIn },
        block_email_subaddresses: { enabled: restrictions.blockEmailSubaddresses },
        block_disposable_email_domains: { enabled: restrictions.blockDisposableEmailDomains },
      },
      password_settings: {
        disable_hibp: password.breachApiUrl === '',
        disable_password_reverification: true,
        min_length: password.minLength,
        max_length: password.maxLength,
        require_special_char: false,
        require_numbers: false,
        require_uppercase: false,
        require_lowercase: false,
        show_zxcvbn: password.minStrength > 0,
        min_zxcvbn_strength: password.minStrength,
        enforce_hibp_on_sign_in: password.refuseBreachedOnSignIn,
        allowed_special_characters: '',
      },
      username_settings: {
        min_length: 4,
        max_length: 64,
        allow_extended_special_characters: false,
        allow_numeric_usernames: false,
      },
      passkey_settings: {
        allow_autofill: settings.signIn.passkey && settings.passkeys.allowAutofill,
        show_sign_in_button: settings.signIn.passkey && settings.passkeys.showSignInButton,
        satisfies_second_factor: settings.passkeys.satisfiesSecondFactor,
      },
      actions: { delete_self: true, create_organization: false, create_organizations_limit: null },
      attack_protection: {
        user_lockout: {
          enabled: true,
          max_attempts: lockout.maxAttempts,
          duration_in_minutes: Math.ceil(lockout.durationSeconds / 60),
        },
        pii: { enabled: true },
        email_link: { require_same_client: settings.emailLink.requireSameClient },
        enumeration_protection: { enabled: settings.enumerationProtection },
      },
      saml: { enabled: false },
      enterprise_sso: { enabled: false },
    },
    organization_settings: {
      enabled: false,
      max_allowed_memberships: 0,
      actions: { admin_delete: false },
      domains: { enabled: false, enrollment_modes: [], default_role: 'org:member' },
      slug: { disabled: false },
      creator_role: 'org:admin',
    },
    commerce_settings: {
      billing: {
        stripe_publishable_key: null,
        organization: { enabled: false, has_paid_plans: false },
        user: { enabled: false, has_paid_plans: false },
      },
    },
    api_keys_settings: {
      enabled: false,
      user_api_keys_enabled: false,
      orgs_api_keys_enabled: false,
    },
    protect_config: {},
  }
}

/** The settings of before there were attributes, which older front ends read. */
function authConfig({ environment }: Options, settings: Settings): Environment['auth_config'] {
  const { session, attributes, reverification, signIn, signUp } = settings
  const strategies = strategiesOf(settings)
  const switchOf = { off: 'off', optional: 'on', required: 'required' } as const
  const identifiers = {
    email_address: attributes.emailAddress,
    phone_number: attributes.phoneNumber,
    web3_wallet: attributes.web3Wallet,
    username: attributes.username,
  }
  const named = (which: (asked: Asked) => boolean) =>
    Object.entries(identifiers).flatMap(([name, asked]) => (which(asked) ? [name] : []))
  return {
    object: 'auth_config',
    id: 'auth_config',
    first_name: switchOf[attributes.firstName],
    last_name: switchOf[attributes.lastName],
    email_address: switchOf[attributes.emailAddress],
    phone_number: switchOf[attributes.phoneNumber],
    username: switchOf[attributes.username],
    password: signIn.password ? switchOf[signUp.password] : 'off',
    identification_requirements: named((asked) => asked === 'required').map((name) => [name]),
    identification_strategies: [...named((asked) => asked !== 'off'), ...(signIn.password ? ['password'] : [])],
    first_factors: strategies.firstFactors,
    second_factors: strategies.secondFactors,
    email_address_verification_strategies: strategies.identifiers('email_address'),
    single_session_mode: session.single,
    enhanced_email_deliverability: false,
    test_mode: environment === 'development',
    cookieless_dev: false,
    url_based_session_syncing: false,
    claimed_at: null,
    reverification: reverification.required,
    native_settings: {
      object: 'native_settings',
      api_enabled: false,
      trusted_device_sign_in_enabled: false,
      trusted_device_enrollment_prompt_after_sign_in_enabled: false,
      trusted_device_enrollment_prompt_after_sign_up_enabled: false,
    },
  }
}

/** What Clerk hosts as an account portal are our own pages here; they are light or dark as the system is. */
export function accountPortalOf({ options }: Configured, places: Places): AccountPortal {
  const at = addressAt(places.home)
  return {
    object: 'account_portal',
    allowed: true,
    enabled: true,
    internal_linking: true,
    after_sign_in_url: at(options.afterSignInUrl),
    after_sign_up_url: at(options.afterSignUpUrl),
    after_join_waitlist_url: '',
    after_create_organization_url: '',
    after_leave_organization_url: '',
    logo_link_url: at('/'),
    customization: {
      appearance: 'auto',
      background_color_dark: null,
      background_color_light: null,
      primary_color_dark: null,
      primary_color_light: null,
    },
  }
}

const addressAt =
  (origin: string) =>
  (url: string): string =>
    url.startsWith('/') ? `${origin}${url}` : url

function displayConfig(options: Options, settings: Settings, places: Places): Environment['display_config'] {
  const { branding, captcha } = settings
  const at = addressAt(places.pages)
  const atHome = addressAt(places.home)
  return {
    object: 'display_config',
    id: 'display_config',
    instance_environment_type: options.environment,
    application_name: branding.applicationName,
    theme: {},
    preferred_sign_in_strategy: 'password',
    logo_image_url: at(fromPages(options, branding.logoUrl)),
    favicon_image_url: '',
    logo_url: branding.logoUrl ? at(fromPages(options, branding.logoUrl)) : null,
    favicon_url: null,
    logo_image: null,
    favicon_image: null,
    home_url: atHome('/'),
    sign_in_url: at(pageFromPages(options, 'signIn')),
    sign_up_url: at(pageFromPages(options, 'signUp')),
    user_profile_url: at(pageFromPages(options, 'user')),
    oauth_consent_url: '',
    after_sign_in_url: atHome(options.afterSignInUrl),
    after_sign_up_url: atHome(options.afterSignUpUrl),
    after_sign_out_one_url: atHome(options.afterSignOutUrl),
    after_sign_out_all_url: atHome(options.afterSignOutUrl),
    after_switch_session_url: atHome(options.afterSignInUrl),
    waitlist_url: at(pageFromPages(options, 'waitlist')),
    after_join_waitlist_url: '',
    organization_profile_url: '',
    create_organization_url: '',
    after_leave_organization_url: '',
    after_create_organization_url: '',
    logo_link_url: atHome('/'),
    support_email: null,
    branded: false,
    experimental_force_oauth_first: false,
    clerk_js_version: '6',
    show_devmode_warning: false,
    google_one_tap_client_id: oneTapClient(settings),
    help_url: null,
    privacy_policy_url: at(fromPages(options, branding.privacyUrl)),
    terms_url: at(fromPages(options, branding.termsUrl)),
    captcha_public_key: captcha.siteKey || null,
    captcha_widget_type: captcha.siteKey ? captcha.widgetType : null,
    captcha_public_key_invisible: captcha.siteKey || null,
    captcha_provider: 'turnstile',
    captcha_oauth_bypass: [],
    captcha_heartbeat: false,
  }
}

/** The connections that are on; the order is the settings'. */
function socialOf({ social }: Settings): Environment['user_settings']['social'] {
  const offered = Object.entries(social).filter(([, { enabled }]) => enabled !== false)
  return Object.fromEntries(
    offered.map(([key, { authenticatable = true, name, logo_url = null }]) => [
      `oauth_${key}`,
      {
        enabled: true,
        required: false,
        authenticatable,
        block_email_subaddresses: false,
        strategy: `oauth_${key}`,
        not_selectable: false,
        deprecated: presets[key as KnownProvider]?.isDeprecated ?? false,
        name: name ?? presets[key as KnownProvider]?.name ?? key.replace('custom_', ''),
        logo_url,
      },
    ]),
  )
}

/** With it clerk-js shows Google's own prompt, where the app asks for it. */
function oneTapClient({ social: { google } }: Settings): string | null {
  return google && google.enabled !== false && google.authenticatable !== false ? google.client_id : null
}

type Asked = 'off' | 'optional' | 'required'

type Attribute = Environment['user_settings']['attributes'][string]

function attributesOf(server: Configured): Record<string, Attribute> {
  const { settings } = server
  const { attributes, signIn, secondFactors, signUp } = settings
  const strategies = strategiesOf(settings)
  const asked = (setting: Asked, more?: Partial<Attribute>) =>
    attribute({ enabled: setting !== 'off', required: setting === 'required', ...more })
  const identifier = (setting: Asked, kind: IdentifierKind) =>
    asked(setting, {
      used_for_first_factor: setting !== 'off',
      first_factors: strategies.identifiers(kind).filter((strategy) => strategies.firstFactors.includes(strategy)),
      verifications: strategies.identifiers(kind),
      verify_at_sign_up: true,
    })
  const takesUsernames = attributes.username !== 'off' && signIn.password

  return {
    email_address: identifier(attributes.emailAddress, 'email_address'),
    username: asked(attributes.username, {
      used_for_first_factor: takesUsernames,
      first_factors: takesUsernames ? ['password'] : [],
    }),
    first_name: asked(attributes.firstName),
    last_name: asked(attributes.lastName),
    password: asked(signIn.password ? signUp.password : 'off'),
    phone_number: {
      ...identifier(attributes.phoneNumber, 'phone_number'),
      used_for_second_factor: secondFactors.phoneCode,
      second_factors: secondFactors.phoneCode ? ['phone_code'] : [],
    },
    web3_wallet: identifier(takesWallets(settings) ? attributes.web3Wallet : 'off', 'web3_wallet'),
    authenticator_app: second(secondFactors.totp, 'totp'),
    backup_code: second(secondFactors.backupCode, 'backup_code'),
    passkey: attribute({
      enabled: (signIn.passkey || secondFactors.passkey) && relyingPartyOf(server) !== null,
      used_for_first_factor: signIn.passkey,
      first_factors: signIn.passkey ? ['passkey'] : [],
      used_for_second_factor: secondFactors.passkey,
      second_factors: secondFactors.passkey ? ['passkey'] : [],
      verifications: ['passkey'],
    }),
    ticket: attribute(),
  }
}

const second = (isOn: boolean, strategy: string) =>
  attribute({ enabled: isOn, used_for_second_factor: isOn, second_factors: isOn ? [strategy] : [] })

const attribute = (more: Partial<Attribute> = {}): Attribute => ({
  enabled: false,
  required: false,
  used_for_first_factor: false,
  first_factors: [],
  used_for_second_factor: false,
  second_factors: [],
  verifications: [],
  verify_at_sign_up: false,
  immutable: false,
  ...more,
})
