/**
 * The settings of an instance as one document: the schema and the default of each. What they mean is documented on the options, in the
 * server's `frontdesk-options.ts`.
 */
import * as z from 'zod'
import { sessionClaims } from '../claims/claims-template.js'
import { originSchema, pageOrigin } from '../origin.js'
import { providerKey, SocialClient } from './social-client.js'

/** A setting, its default, and what shows how it is written where the default doesn't. */
const setting = <Schema extends z.ZodType>(
  schema: Schema,
  initially: z.output<Schema>,
  example: z.output<Schema> = initially,
): Schema => schema.meta({ initially, example })

const attribute = z.enum(['off', 'optional', 'required'])
const on = setting(z.boolean('must be true or false'), true)
const off = setting(z.boolean('must be true or false'), false)
const seconds = z.int().positive()
const atLeastOne = z.int().positive()
const waits = 'must be a number of seconds, such as 300'
const days = 'must be a number of days, such as 30'

const notACountry = 'must be a country by the two letters of ISO 3166, such as DE'
const country = z
  .string(notACountry)
  .trim()
  .regex(/^[A-Za-z]{2}$/, notACountry)
  .transform((code) => code.toUpperCase())
  .meta({ type: 'string' })

const allowedOrigin = originSchema(
  pageOrigin,
  'the origin of a front end, scheme and host without a path, such as https://shop.example or capacitor://localhost',
).meta({ type: 'string' })

/** `host`, or `host:port`, as `URL` spells the host. */
const privateHost = z
  .string()
  .trim()
  .refine(
    (text) => hostOf(text) !== null,
    'must be a host, or a host with a port, such as localhost:3000, billing.internal or [::1]:3000',
  )
  .transform((text) => hostOf(text)!) // refined above
  .meta({ type: 'string' })

function hostOf(text: string): string | null {
  const [, host, port] = /^(\[[\da-f:.]+\]|[^\s/\\?#@:[\]]+)(?::(\d{1,5}))?$/i.exec(text) ?? []
  if (!host || Number(port ?? 1) < 1 || Number(port ?? 1) > 65_535 || !URL.canParse(`http://${host}`)) return null
  return new URL(`http://${host}`).hostname.replace(/\.$/, '') + (port ? `:${Number(port)}` : '')
}

/** An address that pages may lead to, or nothing. It begins with a scheme that runs no script. */
const webAddress = (path: string) =>
  setting(
    z
      .string()
      .trim()
      .max(2048)
      .refine(
        (text) => text === '' || /^\/(?![/\\])[^\s\\]*$/.test(text) || isWebAddress(text),
        `must be a path such as ${path}, or a whole address such as https://example.com${path}`,
      ),
    '',
    path,
  )

const isWebAddress = (text: string) => /^https?:\/\/[^\s\\]+$/i.test(text) && URL.canParse(text)

/** An address of another service, or nothing. */
const outsideAddress = z
  .string()
  .trim()
  .max(2048)
  .refine((text) => text === '' || isWebAddress(text), 'must be a whole address, such as https://example.com/path')

export const SettingsDocument = z.strictObject({
  branding: z.strictObject({
    application_name: setting(
      z
        .string()
        .max(100)
        .regex(/^\P{Cc}+$/u, 'must be one line of text'),
      'My app',
    ),
    logo_url: webAddress('/logo.svg'),
    accent_color: setting(
      z
        .string()
        .trim()
        .regex(/^#?[\da-f]{6}$/i, 'must be a colour as six hexadecimal digits, such as #14624b')
        .transform((text) => `#${text.replace('#', '').toLowerCase()}`), // environment files take # for a comment
      '#14624b',
    ),
    terms_url: webAddress('/terms'),
    privacy_url: webAddress('/privacy'),
    social_buttons: setting(z.enum(['first', 'last']), 'first'),
  }),
  allowed_origins: setting(z.array(allowedOrigin), [], ['https://shop.example']),
  outbound: z.strictObject({
    private_hosts: setting(z.array(privateHost), [], ['localhost:3000']),
  }),
  reserved_usernames: setting(
    z.array(z.string().min(1)),
    [
      ...['admin', 'administrator', 'root', 'system', 'staff', 'owner', 'moderator', 'official'],
      ...['support', 'help', 'helpdesk', 'security', 'billing', 'service', 'contact', 'info'],
      ...['abuse', 'postmaster', 'hostmaster', 'webmaster', 'noreply'],
    ],
    ['admin', 'chef'],
  ),
  enumeration_protection: setting(z.boolean('must be true or false'), false),
  attributes: z.strictObject({
    email_address: setting(attribute, 'required'),
    phone_number: setting(attribute, 'off'),
    web3_wallet: setting(attribute, 'off'),
    username: setting(attribute, 'off'),
    first_name: setting(attribute, 'optional'),
    last_name: setting(attribute, 'optional'),
  }),
  phone_numbers: z.strictObject({
    countries: setting(z.array(country), [], ['DE', 'AT', 'CH']),
    default_country: setting(z.union([country, z.literal('')], notACountry), '', 'DE'),
  }),
  sign_in: z.strictObject({
    password: on,
    email_code: on,
    email_link: off,
    phone_code: off,
    passkey: off,
    ticket: on,
  }),
  second_factors: z.strictObject({
    totp: off,
    phone_code: off,
    backup_code: off,
    passkey: off,
    required: off,
  }),
  sign_up: z.strictObject({
    mode: setting(z.enum(['public', 'restricted', 'waitlist']), 'public'),
    password: setting(z.enum(['optional', 'required']), 'required'),
    from_sign_in: off,
  }),
  passkeys: z.strictObject({
    allow_autofill: on,
    show_sign_in_button: on,
    satisfies_second_factor: on,
  }),
  web3_wallets: z.strictObject({
    metamask: on,
    coinbase_wallet: off,
    okx_wallet: off,
    base: off,
    solana: off,
  }),
  password: z.strictObject({
    min_length: setting(z.int().min(8), 8),
    max_length: setting(z.int().min(8).max(512), 128),
    refuse_easy: setting(z.boolean('must be true or false'), true),
    min_strength: setting(z.int().min(0).max(4), 0, 3),
    breach_api_url: setting(outsideAddress, '', 'https://api.pwnedpasswords.com/range/'),
    refuse_breached_on_sign_in: setting(z.boolean('must be true or false'), false),
  }),
  restrictions: z.strictObject({
    allowlist: setting(z.boolean('must be true or false'), false),
    blocklist: setting(z.boolean('must be true or false'), false),
    allowlist_blocklist_disabled_on_sign_in: setting(z.boolean('must be true or false'), false),
    block_email_subaddresses: setting(z.boolean('must be true or false'), false),
    block_disposable_email_domains: setting(z.boolean('must be true or false'), false),
  }),
  legal: z.strictObject({
    consent_required: setting(z.boolean('must be true or false'), false),
  }),
  captcha: z.strictObject({
    site_key: setting(z.string().trim().max(256), '', '0x4AAAAAAAexample'),
    widget_type: setting(z.enum(['smart', 'invisible']), 'smart'),
    script_url: setting(outsideAddress, 'https://challenges.cloudflare.com/turnstile/v0/api.js'),
    verify_url: setting(outsideAddress, 'https://challenges.cloudflare.com/turnstile/v0/siteverify'),
  }),
  session: z.strictObject({
    lifetime_seconds: setting(seconds, 7 * 24 * 3600),
    inactivity_seconds: setting(seconds, 7 * 24 * 3600),
    single: setting(z.boolean('must be true or false'), false),
  }),
  reverification: z.strictObject({
    required: setting(z.boolean('must be true or false'), true),
  }),
  session_claims: setting(sessionClaims, {}, { metadata: '{{user.public_metadata}}' }),
  codes: z.strictObject({
    lifetime_seconds: setting(seconds, 600),
    max_attempts: setting(atLeastOne, 3),
  }),
  email_link: z.strictObject({
    require_same_client: setting(z.boolean('must be true or false'), true),
  }),
  lockout: z.strictObject({
    max_attempts: setting(atLeastOne, 10),
    duration_seconds: setting(seconds, 3600),
  }),
  rate_limits: z.strictObject({
    attempts_per_minute: setting(atLeastOne, 60),
    messages_per_minute: setting(atLeastOne, 20),
    codes_per_recipient_per_minute: setting(atLeastOne, 5),
    codes_per_recipient_per_hour: setting(atLeastOne, 5),
    codes_per_recipient_per_day: setting(atLeastOne, 30),
    texts_per_country_per_hour: setting(atLeastOne, 200),
    texts_per_country_per_day: setting(atLeastOne, 1000),
    seconds_between_codes: setting(z.int().nonnegative(), 10),
    guesses_per_recipient_per_hour: setting(atLeastOne, 15),
    guesses_per_recipient_per_day: setting(atLeastOne, 90),
  }),
  events: z.strictObject({
    kept_days: setting(z.int(days).positive(days), 30),
  }),
  webhooks: z.strictObject({
    retry_seconds: setting(
      z.array(z.int(waits).nonnegative(waits)).max(30),
      [5, 300, 1800, 7200, 18_000, 36_000, 36_000],
      [5, 300, 1800],
    ),
    operator_email: setting(
      z
        .string()
        .trim()
        .max(254)
        .refine((text) => text === '' || z.email().safeParse(text).success, 'must be an address, such as ops@example.com'),
      '',
      'ops@example.com',
    ),
  }),
  social: setting(z.record(providerKey, SocialClient), {}, { google: { client_id: '….apps.googleusercontent.com' } }),
  notices: z.strictObject({
    account_changes: setting(z.boolean('must be true or false'), true),
    new_devices: setting(z.boolean('must be true or false'), true),
  }),
})
export type SettingsDocument = z.output<typeof SettingsDocument>

/** Clerk's view of the restrictions. */
export const InstanceRestrictions = z.object({
  object: z.literal('instance_restrictions'),
  ...SettingsDocument.shape.restrictions.shape,
})

/** The current settings, which of them are fixed elsewhere, and their version, which is the answer's ETag. */
export const Settings = SettingsDocument.extend({
  object: z.literal('settings'),
  version: z.int(),
  locked: z
    .record(z.string(), z.string())
    .describe("Settings that can't be changed here, and where each is set instead: `in code: session.lifetimeSeconds`."),
})
export type Settings = z.output<typeof Settings>

/** The settings to change; null restores the default. */
type Patch<Shape extends z.ZodRawShape> = {
  [Name in keyof Shape]: z.ZodOptional<
    Shape[Name] extends z.ZodObject<infer Inner> ? z.ZodObject<Patch<Inner>, z.core.$strict> : z.ZodNullable<Shape[Name]>
  >
}

function patchOf<Shape extends z.ZodRawShape>(document: z.ZodObject<Shape>): z.ZodObject<Patch<Shape>, z.core.$strict> {
  const leaves = Object.entries(document.shape).map(([name, schema]) => [
    name,
    z.optional(schema instanceof z.ZodObject ? patchOf(schema) : z.nullable(schema)),
  ])
  return z.strictObject(Object.fromEntries(leaves) as Patch<Shape>) // the object has exactly these members
}

export const SettingsPatch = patchOf(SettingsDocument)
export type SettingsPatch = z.output<typeof SettingsPatch>
