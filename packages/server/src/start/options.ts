/** Checks what an app says in `frontdesk-options.ts`, and fills in what is missing from the environment and the defaults. */
import { originSchema, webOrigin } from '@frontdesk/contract'
import * as z from 'zod'
import { readSender } from '../capabilities/ground/mail/sender.js'
import {
  type FixedSettings,
  fixedSettings,
  SettingsInCode,
  switched,
  withEnvironment,
} from '../capabilities/ground/settings/fixed.js'
import { Redacted } from '../crypto/redacted.js'
import { readDatabaseUrl } from '../database/url.js'
import type { FrontdeskOptions, Log } from './frontdesk-options.js'
import { optionMistakes, wordsFor } from './option-mistakes.js'
import { assertStated, environmentOfProcess } from './stated-environment.js'

const path = z.string().regex(/^(\/[\w-]+)+$/, 'must be a path such as /sign-in, without a slash at its end')
const target = z
  .string()
  .regex(
    /^(\/(?![/\\])|[a-z][a-z\d+.-]*:\/\/[^/])\S*$/i,
    'must be a path such as /welcome, or a whole address such as https://app.example.com/welcome',
  )

const wholeNumber = 'must be how many reverse proxies stand before the server, such as 1'

/** Options get printed, and must not give away what opens the doors. */
const redacted = (secret: string) => new Redacted(secret)

const publicOrigin = originSchema(
  webOrigin,
  'the origin that users see, scheme and host without a path, such as https://app.example.com or http://localhost:3000',
)
/** An environment variable as a number, which may be none: the schema tells. */
const numbered = (text: string | undefined) => (text ? Number(text) : undefined)

export const Options = z.strictObject({
  databaseUrl: z
    .string()
    .superRefine((url, context) => {
      try {
        readDatabaseUrl(url)
      } catch (error) {
        context.addIssue((error as Error).message) // it throws nothing else
      }
    })
    .prefault(() => process.env.FRONTDESK_DATABASE_URL || 'sqlite:.frontdesk/frontdesk.db')
    .transform(redacted) // it may hold a password
    .meta({ variable: 'FRONTDESK_DATABASE_URL' }),
  environment: z.enum(['development', 'production']).default(environmentOfProcess).meta({ variable: 'NODE_ENV' }),
  encryptionKey: z
    .string()
    .min(32, 'must have at least 32 characters, such as those that `openssl rand -base64 32` prints')
    .transform(redacted)
    .optional()
    .meta({ variable: 'FRONTDESK_ENCRYPTION_KEY' }),
  keyType: z
    .enum(['live', 'test'], 'must be live or test')
    .prefault(() => (process.env.FRONTDESK_KEY_TYPE || 'live') as 'live') // parsed, unlike a default
    .meta({ variable: 'FRONTDESK_KEY_TYPE' }),
  publicUrl: publicOrigin.optional().meta({ variable: 'FRONTDESK_PUBLIC_URL' }),
  trustedProxies: z.int(wholeNumber).nonnegative(wholeNumber).optional().meta({ variable: 'FRONTDESK_TRUSTED_PROXIES' }),
  hstsSeconds: z
    .int()
    .nonnegative()
    .prefault(() => numbered(process.env.FRONTDESK_HSTS_SECONDS) ?? 0) // parsed, unlike a default
    .meta({ variable: 'FRONTDESK_HSTS_SECONDS' }),
  basePath: path.default('/__clerk'),
  pages: z
    .strictObject({
      signIn: path.default('/sign-in'),
      signUp: path.default('/sign-up'),
      user: path.default('/user'),
      signOut: path.default('/sign-out'),
    })
    .prefault({}),
  afterSignInUrl: target.default('/').meta({ variable: 'FRONTDESK_AFTER_SIGN_IN_URL' }),
  afterSignUpUrl: target.default('/').meta({ variable: 'FRONTDESK_AFTER_SIGN_UP_URL' }),
  afterSignOutUrl: target.default('/').meta({ variable: 'FRONTDESK_AFTER_SIGN_OUT_URL' }),
  inbox: z
    .strictObject({
      open: z
        .boolean('must be true or false')
        .prefault(() => switched(process.env.FRONTDESK_INBOX_OPEN || 'false') as boolean) // parsed, unlike a default: it may be no switch
        .meta({ variable: 'FRONTDESK_INBOX_OPEN' }),
    })
    .prefault({}),
  mail: z
    .strictObject({
      smtpUrl: z
        .url({ protocol: /^smtps?$/, error: 'must be an address such as smtp://user:password@host:587' })
        .transform(redacted) // it may hold a password
        .optional()
        .meta({ variable: 'FRONTDESK_SMTP_URL' }),
      from: z
        .string()
        .prefault(() => process.env.FRONTDESK_MAIL_FROM || 'no-reply@localhost') // parsed, unlike a default
        .refine(
          (text) => readSender(text) !== null,
          'must be one address, as no-reply@example.com or Acme <no-reply@example.com>',
        )
        .meta({ variable: 'FRONTDESK_MAIL_FROM' }),
    })
    .prefault({}),
  seed: z.string().min(1).optional().meta({ variable: 'FRONTDESK_SEED' }),
  log: z.custom<Log>((value) => typeof value === 'function', 'must be a function').optional(),
  now: z.custom<() => number>((value) => typeof value === 'function', 'must be a function').optional(),
})

export type Options = z.output<typeof Options> & {
  /** The settings that code or the environment fix. */
  fixed: FixedSettings
}

/** A schema that is used once is not worth compiling, which zod does by default. */
const once = { error: wordsFor, jitless: true }

/** Options as the server uses them; a mistake throws with the option's name and what it must be. */
export function readOptions(input: FrontdeskOptions = {}): Options {
  const given = Object.entries(input)
  const settingsGiven = Object.fromEntries(given.filter(([name]) => !(name in Options.shape)))
  const options = Options.safeParse(
    {
      ...Object.fromEntries(given.filter(([name]) => name in Options.shape)),
      encryptionKey: input.encryptionKey ?? (process.env.FRONTDESK_ENCRYPTION_KEY || undefined),
      trustedProxies: input.trustedProxies ?? numbered(process.env.FRONTDESK_TRUSTED_PROXIES),
      seed: input.seed ?? (process.env.FRONTDESK_SEED || undefined),
      afterSignInUrl: input.afterSignInUrl ?? (process.env.FRONTDESK_AFTER_SIGN_IN_URL || undefined),
      afterSignUpUrl: input.afterSignUpUrl ?? (process.env.FRONTDESK_AFTER_SIGN_UP_URL || undefined),
      afterSignOutUrl: input.afterSignOutUrl ?? (process.env.FRONTDESK_AFTER_SIGN_OUT_URL || undefined),
      publicUrl: input.publicUrl ?? (process.env.FRONTDESK_PUBLIC_URL || undefined),
      mail: withSmtpUrl(input.mail),
    },
    once,
  )
  const settings = SettingsInCode.safeParse(withEnvironment(settingsGiven), once)
  if (options.success && settings.success) {
    assertStated(input.environment, options.data.publicUrl)
    return { ...options.data, fixed: fixedSettings(settingsGiven, settings.data) }
  }

  const issues = [...(options.error?.issues ?? []), ...(settings.error?.issues ?? [])]
  throw new Error(optionMistakes(issues, [Options, SettingsInCode]))
}

function withSmtpUrl(mail: FrontdeskOptions['mail'] = {}): FrontdeskOptions['mail'] {
  if (typeof mail !== 'object' || mail === null) return mail // for the schema to refuse
  return { ...mail, smtpUrl: mail.smtpUrl ?? (process.env.FRONTDESK_SMTP_URL || undefined) }
}
