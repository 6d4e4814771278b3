/** Checks what an app says in `frontdesk-options.ts`, and fills in what is missing from the environment and the defaults. */
import { events, originSchema, webOrigin } from '@frontdesk/contract'
import { shown } from '@frontdesk/contract/options'
import * as z from 'zod'
import { ownFolder } from '../basics/data-folder.js'
import { fromVariable } from '../basics/from-variable.js'
import { languagesOption } from '../capabilities/ground/languages/languages.js'
import { readSender } from '../capabilities/ground/mail/sender.js'
import { type FixedSettings, fixedSettings, SettingsInCode, withEnvironment } from '../capabilities/ground/settings/fixed.js'
import { complete } from '../capabilities/ground/settings/leaves.js'
import type { AskElsewhere } from '../crypto/asked-elsewhere.js'
import { Redacted } from '../crypto/redacted.js'
import { parseDatabaseUrl } from '../database/url.js'
import type { FrontdeskOptions, Log } from './frontdesk-options.js'
import type { BeforeHooks, HookName, Hooks } from './hook-types.js'
import { optionLeavesOf } from './option-leaves.js'
import { mistakeLines, needChange, noWords } from './option-mistakes.js'
import { appDomainOption, domainOption, type OwnDomain, ownDomainOf } from './own-domain.js'
import { type Pages, pagesOf, usualPages } from './pages.js'
import { assertStated, environmentOfProcess } from './stated-environment.js'

/** A path of ours. */
const path = (example: string, ending = '') => {
  const words = `must be a path such as ${example}, without a slash at its end${ending}`
  return {
    text: z
      .string(words)
      .trim()
      .regex(/^(\/[\w-]+)+$/, words),
    words,
  }
}

/** Where a page of ours is, and whether it is. */
const page = (initially: string, variable: string) => {
  const { text, words } = path(initially, ', or false')
  return z
    .union([text, z.literal(false)], words)
    .default(initially)
    .meta({ variable, example: initially })
}
const target = z
  .string()
  .trim()
  .regex(
    /^(\/(?![/\\])|[a-z][a-z\d+.-]*:\/\/[^/])\S*$/i,
    'must be a path such as /welcome, or a whole address such as https://app.example.com/welcome',
  )

const proxies = 'must be how many reverse proxies stand before the server, such as 1'

const keyOf32 = 'must have at least 32 characters, such as those that `openssl rand -base64 32` prints'

const itsIssuer = 'https://clerk.example.com'
const itsKeys = `${itsIssuer}/.well-known/jwks.json`
const twilio = 'https://api.twilio.com'
const aWebhookSecret = 'must be whsec_ and at least 24 random bytes in base64, such as `openssl rand -base64 24` gives'
const textWebhook = 'https://app.example.com/text-messages'
const aDate = 'must be a date, or a date and time, such as 2027-03-31'

/** Options get printed, and must not give away what opens the doors. */
const redacted = (secret: string) => new Redacted(secret)

const publicOrigin = originSchema(
  webOrigin,
  'the origin that users see, scheme and host without a path, such as https://app.example.com or http://localhost:3000',
)

const hookOf = <Hook>(example: string) =>
  z.custom<Hook>((value) => typeof value === 'function', `must be a function, such as ${example}`).optional()

/** Each event by its name: one that is misspelled would be a hook that never runs. */
const hooks = Object.fromEntries(Object.keys(events).map((type) => [type, hookOf('async (event, tx) => { … }')])) as {
  [Type in HookName]: z.ZodOptional<z.ZodCustom<NonNullable<Hooks[Type]>, NonNullable<Hooks[Type]>>>
} // the keys are the events', which the compiler forgets

export const Options = z.strictObject({
  databaseUrl: z
    .string()
    .trim()
    .superRefine((url, context) => {
      try {
        parseDatabaseUrl(url)
      } catch (error) {
        context.addIssue((error as Error).message) // it throws nothing else
      }
    })
    .prefault('sqlite:.frontdesk/frontdesk.db')
    .transform(redacted) // it may hold a password
    .meta({ variable: 'FRONTDESK_DATABASE_URL', isSecret: true }),
  environment: z.enum(['development', 'production']).default(environmentOfProcess).meta({ variable: 'NODE_ENV' }),
  encryptionKey: z
    .string(keyOf32)
    .min(32, keyOf32)
    .transform(redacted)
    .optional()
    .meta({ variable: 'FRONTDESK_ENCRYPTION_KEY', isSecret: true }),
  keyType: z.enum(['live', 'test']).default('live').meta({ variable: 'FRONTDESK_KEY_TYPE' }),
  publicUrl: publicOrigin.optional().meta({ variable: 'FRONTDESK_PUBLIC_URL', example: 'https://app.example.com' }),
  domain: domainOption.optional().meta({ variable: 'FRONTDESK_DOMAIN', example: 'clerk.example.com' }),
  appDomain: appDomainOption.optional().meta({ variable: 'FRONTDESK_APP_DOMAIN', example: 'example.com' }),
  trustedProxies: z.int(proxies).nonnegative(proxies).optional().meta({ variable: 'FRONTDESK_TRUSTED_PROXIES', example: 1 }),
  hstsSeconds: z.int().nonnegative().default(0).meta({ variable: 'FRONTDESK_HSTS_SECONDS', example: 31_536_000 }),
  basePath: path('/__clerk').text.default('/__clerk').meta({ variable: 'FRONTDESK_BASE_PATH', example: '/__clerk' }),
  pages: z
    .strictObject({
      signIn: page(usualPages.signIn, 'FRONTDESK_PAGES_SIGN_IN'),
      signUp: page(usualPages.signUp, 'FRONTDESK_PAGES_SIGN_UP'),
      user: page(usualPages.user, 'FRONTDESK_PAGES_USER'),
      waitlist: page(usualPages.waitlist, 'FRONTDESK_PAGES_WAITLIST'),
      signOut: page(usualPages.signOut, 'FRONTDESK_PAGES_SIGN_OUT'),
    })
    .prefault({}),
  afterSignInUrl: target.default('/').meta({ variable: 'FRONTDESK_AFTER_SIGN_IN_URL' }),
  afterSignUpUrl: target.default('/').meta({ variable: 'FRONTDESK_AFTER_SIGN_UP_URL' }),
  afterSignOutUrl: target.default('/').meta({ variable: 'FRONTDESK_AFTER_SIGN_OUT_URL' }),
  languages: languagesOption.prefault(['en']).meta({ variable: 'FRONTDESK_LANGUAGES', example: ['en', 'de'] }),
  inbox: z.strictObject({ open: z.boolean().default(false).meta({ variable: 'FRONTDESK_INBOX_OPEN' }) }).prefault({}),
  mail: z
    .strictObject({
      smtpUrl: z
        .url({ protocol: /^smtps?$/, hostname: /./, error: 'must be an address such as smtp://user:password@host:587' })
        .transform(redacted) // it may hold a password
        .optional()
        .meta({ variable: 'FRONTDESK_SMTP_URL', isSecret: true }),
      from: z
        .string()
        .trim()
        .refine(
          (text) => readSender(text) !== null,
          'must be one address, such as no-reply@example.com or Acme <no-reply@example.com>',
        )
        .default('no-reply@localhost')
        .meta({ variable: 'FRONTDESK_MAIL_FROM', example: 'no-reply@example.com' }),
    })
    .prefault({}),
  texts: z
    .strictObject({
      twilio: z
        .strictObject({
          baseUrl: z
            .url({ protocol: /^https?$/, hostname: /./, error: `must be where its API is, such as ${twilio}` })
            .transform((url) => url.replace(/\/+$/, ''))
            .default(twilio)
            .meta({ variable: 'FRONTDESK_TWILIO_BASE_URL' }),
          accountSid: z.string().trim().min(1).optional().meta({ variable: 'FRONTDESK_TWILIO_ACCOUNT_SID', example: 'AC0123' }),
          authToken: z
            .string('must be the token that your account has beside its SID, such as 32 hexadecimal digits')
            .trim()
            .min(1)
            .transform(redacted)
            .optional()
            .meta({ variable: 'FRONTDESK_TWILIO_AUTH_TOKEN', isSecret: true }),
          from: z.string().trim().min(1).optional().meta({ variable: 'FRONTDESK_TWILIO_FROM', example: '+15005550006' }),
          messagingServiceSid: z
            .string()
            .trim()
            .min(1)
            .optional()
            .meta({ variable: 'FRONTDESK_TWILIO_MESSAGING_SERVICE_SID', example: 'MG0123' }),
        })
        .refine(({ accountSid, authToken }) => (accountSid === undefined) === (authToken === undefined), {
          path: ['authToken'],
          message: 'must be set where accountSid is, and only there',
        })
        .refine(({ accountSid, from, messagingServiceSid }) => accountSid === undefined || Boolean(from ?? messagingServiceSid), {
          path: ['from'],
          message:
            'must be the number or name that messages are from, unless messagingServiceSid names a service, such as +15005550006',
        })
        .prefault({}),
      webhook: z
        .strictObject({
          url: z
            .url({ protocol: /^https?$/, hostname: /./, error: `must be an address of yours, such as ${textWebhook}` })
            .optional()
            .meta({ variable: 'FRONTDESK_TEXT_WEBHOOK_URL', example: textWebhook }),
          secret: z
            .string(aWebhookSecret)
            .trim()
            .regex(/^whsec_[A-Za-z\d+/]{32,}={0,2}$/, aWebhookSecret)
            .transform(redacted)
            .optional()
            .meta({ variable: 'FRONTDESK_TEXT_WEBHOOK_SECRET', isSecret: true }),
        })
        .refine(({ url, secret }) => (url === undefined) === (secret === undefined), {
          path: ['secret'],
          message: 'must be set where url is, and only there: whsec_ and at least 24 random bytes in base64',
        })
        .prefault({}),
    })
    .prefault({}),
  captchaSecretKey: z
    .string('must be the secret key that the service gave you, such as 0x4AAAAAAA followed by letters')
    .trim()
    .min(1)
    .transform(redacted)
    .optional()
    .meta({ variable: 'FRONTDESK_CAPTCHA_SECRET_KEY', isSecret: true }),
  frontEndFolder: z
    .string()
    .trim()
    .min(1)
    .default(`${ownFolder}/front-end`)
    .meta({ variable: 'FRONTDESK_FRONT_END_FOLDER', example: '/app/front-end' }),
  migration: z
    .strictObject({
      jwksUrl: z
        .url({ protocol: /^https?$/, hostname: /./, error: `must be where its keys are, such as ${itsKeys}` })
        .optional()
        .meta({ variable: 'FRONTDESK_MIGRATION_JWKS_URL', example: itsKeys }),
      issuer: z
        .url({ protocol: /^https?$/, hostname: /./, error: `must be what its tokens name, such as ${itsIssuer}` })
        .transform((issuer) => issuer.replace(/\/+$/, ''))
        .optional()
        .meta({ variable: 'FRONTDESK_MIGRATION_ISSUER', example: itsIssuer }),
      until: z
        .string(aDate)
        .trim()
        .refine((text) => /^\d{4}-\d\d-\d\d(T|$)/.test(text) && !Number.isNaN(Date.parse(text)), aDate)
        .transform((text) => Date.parse(text))
        .optional()
        .meta({ variable: 'FRONTDESK_MIGRATION_UNTIL', example: '2027-03-31' }),
      maxAgeSeconds: z
        .int()
        .positive()
        .default(7 * 24 * 3600)
        .meta({ variable: 'FRONTDESK_MIGRATION_MAX_AGE_SECONDS' }),
    })
    .prefault({}),
  seed: z.string().trim().min(1).optional().meta({ variable: 'FRONTDESK_SEED', example: 'frontdesk.config.json' }),
  verifyImportedPassword: z
    .custom<AskElsewhere>((value) => typeof value === 'function', 'must be a function, such as async (digest, password) => false')
    .optional(),
  on: z.strictObject(hooks).prefault({}),
  before: z
    .strictObject({
      start: hookOf<BeforeHooks['start']>('(tx) => tx.sql`create table …`'),
      signUp: hookOf<BeforeHooks['signUp']>('async (attempt) => { … }'),
    })
    .prefault({}),
  hookLimitMs: z.int().positive().max(10_000).default(5_000).meta({ variable: 'FRONTDESK_HOOK_LIMIT_MS' }),
  log: z
    .custom<Log>((value) => typeof value === 'function', 'must be a function, such as (line) => console.log(line.message)')
    .optional(),
  now: z.custom<() => number>((value) => typeof value === 'function', 'must be a function, such as Date.now').optional(),
})

export type Options = Omit<z.output<typeof Options>, 'pages'> &
  Pages & {
    /** The domain of its own, if it has one. */
    ownDomain: OwnDomain | null
    /** The settings that code or the environment fix. */
    fixed: FixedSettings
  }

export const optionLeaves = optionLeavesOf(Options)

/** Options as the server uses them. @throws with the name of each wrong one, what it must be, and an example */
export function readOptions(input: FrontdeskOptions = {}): Options {
  if (typeof input !== 'object' || input === null || Array.isArray(input))
    throw new Error(
      `${needChange}\n  options: must be an object, such as { publicUrl: 'https://app.example.com' }, not ${shown(input)}`,
    )
  const given = Object.entries(input)
  const settingsGiven = Object.fromEntries(given.filter(([name]) => !(name in Options.shape)))
  const optionsGiven = Object.fromEntries(given.filter(([name]) => name in Options.shape))
  const options = Options.safeParse(withVariables(optionsGiven), once)
  const settings = SettingsInCode.safeParse(withEnvironment(settingsGiven), once)
  if (options.success && settings.success) {
    const ownDomain = ownDomainOf(options.data)
    assertStated(input.environment, options.data.publicUrl ?? ownDomain?.origin)
    const fixed = fixedSettings(settingsGiven, settings.data)
    return { ...options.data, ...pagesOf(options.data.pages), ownDomain, fixed }
  }

  const issues = [...(options.error?.issues ?? []), ...(settings.error?.issues ?? [])]
  throw new Error(`${needChange}\n${mistakeLines(issues, [Options, SettingsInCode])}`)
}

/** A schema that is used once is not worth compiling, which zod does by default. */
const once = { ...noWords, jitless: true }

/** What is given, completed from the variables of what is not. */
const withVariables = (given: Record<string, unknown>): Record<string, unknown> =>
  complete(
    given,
    optionLeaves,
    ({ variable, schema }) => (variable?.startsWith('FRONTDESK_') ? fromVariable(variable, schema) : undefined), // NODE_ENV says more than we read of it
  )
