import * as z from 'zod'

/** Clerk's front ends show an attribute's field only if these lists name a way to verify it. */
const Attribute = z.looseObject({
  enabled: z.boolean(),
  required: z.boolean(),
  used_for_first_factor: z.boolean(),
  first_factors: z.array(z.string()),
  used_for_second_factor: z.boolean(),
  second_factors: z.array(z.string()),
  verifications: z.array(z.string()),
  verify_at_sign_up: z.boolean(),
  immutable: z.boolean(),
})

const switches = z.looseObject({ enabled: z.boolean() })

/** The instance's settings, as pages need them before anybody signs in. clerk-js throws if some sections are missing. */
export const Environment = z.looseObject({
  maintenance_mode: z.boolean(),
  partitioned_cookies: z.boolean(),
  auth_config: z.looseObject({
    object: z.literal('auth_config'),
    single_session_mode: z.boolean(),
    reverification: z.boolean(),
  }),
  display_config: z.looseObject({
    object: z.literal('display_config'),
    instance_environment_type: z.enum(['development', 'production']),
    application_name: z.string(),
    sign_in_url: z.string(),
    sign_up_url: z.string(),
    user_profile_url: z.string(),
    after_sign_in_url: z.string(),
    after_sign_up_url: z.string(),
    branded: z.boolean(),
    show_devmode_warning: z.boolean(),
    captcha_public_key: z.string().nullable(),
    captcha_widget_type: z.string().nullable(),
  }),
  user_settings: z.looseObject({
    attributes: z.record(z.string(), Attribute),
    social: z.record(
      z.string(),
      z.looseObject({
        enabled: z.boolean(),
        authenticatable: z.boolean(),
        strategy: z.string(),
        name: z.string(),
        logo_url: z.string().nullable(),
      }),
    ),
    sign_in: z.looseObject({ second_factor: z.looseObject({ required: z.boolean() }) }),
    sign_up: z.looseObject({
      mode: z.enum(['public', 'restricted', 'waitlist']),
      progressive: z.boolean(),
      captcha_enabled: z.boolean(),
      legal_consent_enabled: z.boolean(),
    }),
    passkey_settings: z.looseObject({
      allow_autofill: z.boolean(),
      show_sign_in_button: z.boolean(),
      satisfies_second_factor: z.boolean(),
    }),
    password_settings: z.looseObject({
      min_length: z.number(),
      max_length: z.number(),
      show_zxcvbn: z.boolean(),
      min_zxcvbn_strength: z.number(),
    }),
    username_settings: z.looseObject({ min_length: z.number(), max_length: z.number() }),
    actions: z.looseObject({ delete_self: z.boolean(), create_organization: z.boolean() }),
  }),
  organization_settings: z.looseObject({
    enabled: z.boolean(),
    max_allowed_memberships: z.number(),
    domains: switches,
  }),
  commerce_settings: z.looseObject({ billing: z.looseObject({ organization: switches, user: switches }) }),
  api_keys_settings: z.looseObject({ user_api_keys_enabled: z.boolean(), orgs_api_keys_enabled: z.boolean() }),
})
export type Environment = z.infer<typeof Environment>

/** The addresses of the instance's pages, and where they lead afterwards. */
export const AccountPortal = z.object({
  object: z.literal('account_portal'),
  allowed: z.boolean(),
  enabled: z.boolean(),
  internal_linking: z.boolean(),
  after_sign_in_url: z.string(),
  after_sign_up_url: z.string(),
  after_join_waitlist_url: z.string(),
  after_create_organization_url: z.string(),
  after_leave_organization_url: z.string(),
  logo_link_url: z.string(),
  customization: z.object({
    appearance: z.enum(['auto', 'dark', 'light']),
    background_color_dark: z.null(),
    background_color_light: z.null(),
    primary_color_dark: z.null(),
    primary_color_light: z.null(),
  }),
})
export type AccountPortal = z.infer<typeof AccountPortal>
