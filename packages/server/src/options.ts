/** Checks what an app says in `frontdesk-options.ts`, and fills in what is missing from the environment and the defaults. */
import * as z from 'zod'
import { Redacted } from './crypto/redacted.js'
import { readDatabaseUrl } from './database/url.js'
import type { FrontdeskOptions, Log } from './frontdesk-options.js'
import { readSender } from './messages/sender.js'
import { pageOrigin, webOrigin } from './origin.js'
import { assertStated, environmentOfProcess } from './stated-environment.js'

const attribute = z.enum(['off', 'optional', 'required'])
const path = z.string().regex(/^(\/[\w-]+)+$/, 'must be a path such as /sign-in, without a slash at its end')
const target = z
  .string()
  .regex(
    /^(\/(?![/\\])|[a-z][a-z\d+.-]*:\/\/[^/])\S*$/i,
    'must be a path such as /welcome, or a whole address such as https://app.example.com/welcome',
  )
const seconds = z.int().positive()

const wholeNumber = 'must be how many reverse proxies stand before the server, such as 1'

/** Options get printed, and must not give away what opens the doors. */
const redacted = (secret: string) => new Redacted(secret)

/** A comma-separated environment variable as a list. */
const listed = (text: string | undefined) =>
  text
    ?.split(',')
    .map((part) => part.trim())
    .filter(Boolean)

/** An address that `parse` takes, in the form that it gives it. */
const originBy = (parse: (text: string) => string | null, must: string) =>
  z
    .string()
    .trim()
    .refine((text) => parse(text) !== null, { error: ({ input }) => `must be ${must}, not ${shown(input)}` })
    .transform((text) => parse(text)!) // refined above
    .meta({ format: 'uri' })

/** What was given, unless a password may be in it. */
const shown = (input: unknown) => (String(input).includes('@') ? 'an address with a user name' : JSON.stringify(input))

const publicOrigin = originBy(
  webOrigin,
  'the origin that users see, scheme and host without a path, such as https://app.example.com or http://localhost:3000',
)
const allowedOrigin = originBy(
  pageOrigin,
  'the origin of a front end, scheme and host without a path, such as https://shop.example or capacitor://localhost',
)

/** An environment variable as a number, which may be none: the schema tells. */
const numbered = (text: string | undefined) => (text ? Number(text) : undefined)

/** An environment variable as a switch; what is none stays as it is: the schema tells. */
const switched = (text = '') => ({ '': false, '0': false, false: false, '1': true, true: true })[text.toLowerCase()] ?? text

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
  encryptionKey: z.string().min(32).transform(redacted).optional().meta({ variable: 'FRONTDESK_ENCRYPTION_KEY' }),
  keyType: z.enum(['live', 'test']).default('live'),
  applicationName: z
    .string()
    .max(100)
    .regex(/^\P{Cc}+$/u, 'must be one line of text')
    .default('My app'),
  publicUrl: publicOrigin.optional().meta({ variable: 'FRONTDESK_PUBLIC_URL' }),
  allowedOrigins: z
    .array(allowedOrigin)
    .prefault(() => listed(process.env.FRONTDESK_ALLOWED_ORIGINS) ?? []) // parsed, unlike a default
    .meta({ variable: 'FRONTDESK_ALLOWED_ORIGINS' }),
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
    })
    .prefault({}),
  afterSignInUrl: target.default('/'),
  afterSignUpUrl: target.default('/'),
  afterSignOutUrl: target.default('/'),
  attributes: z
    .strictObject({
      username: attribute.default('off'),
      firstName: attribute.default('optional'),
      lastName: attribute.default('optional'),
    })
    .prefault({}),
  reservedUsernames: z
    .array(z.string().min(1))
    .default([
      ...['admin', 'administrator', 'root', 'system', 'staff', 'owner', 'moderator', 'official'],
      ...['support', 'help', 'helpdesk', 'security', 'billing', 'service', 'contact', 'info'],
      ...['abuse', 'postmaster', 'hostmaster', 'webmaster', 'noreply'],
    ]),
  password: z
    .strictObject({
      minLength: z.int().min(8).default(8),
      maxLength: z.int().max(512).default(128),
      refuseEasy: z.boolean().default(true),
    })
    .prefault({}),
  session: z
    .strictObject({
      lifetimeSeconds: seconds.default(7 * 24 * 3600),
      inactivitySeconds: seconds.default(7 * 24 * 3600),
      single: z.boolean().default(false),
    })
    .prefault({}),
  codes: z
    .strictObject({
      lifetimeSeconds: seconds.default(600),
      maxAttempts: z.int().positive().default(3),
    })
    .prefault({}),
  lockout: z
    .strictObject({
      maxAttempts: z.int().positive().default(10),
      durationSeconds: seconds.default(3600),
    })
    .prefault({}),
  enumerationProtection: z
    .boolean('must be true or false')
    .prefault(() => switched(process.env.FRONTDESK_ENUMERATION_PROTECTION) as boolean) // parsed, unlike a default: it may be no switch
    .meta({ variable: 'FRONTDESK_ENUMERATION_PROTECTION' }),
  rateLimits: z
    .strictObject({
      attemptsPerMinute: z.int().positive().default(60),
      messagesPerMinute: z.int().positive().default(20),
      codesPerRecipientPerMinute: z.int().positive().default(5),
      codesPerRecipientPerHour: z.int().positive().default(5),
      codesPerRecipientPerDay: z.int().positive().default(30),
      secondsBetweenCodes: z.int().nonnegative().default(10),
      guessesPerRecipientPerHour: z.int().positive().default(15),
      guessesPerRecipientPerDay: z.int().positive().default(90),
    })
    .prefault({}),
  events: z
    .strictObject({
      keptDays: z
        .int('must be a number of days, such as 30')
        .positive('must be a number of days, such as 30')
        .prefault(() => Number(process.env.FRONTDESK_EVENTS_KEPT_DAYS || 30)) // parsed, unlike a default: it may be no number
        .meta({ variable: 'FRONTDESK_EVENTS_KEPT_DAYS' }),
    })
    .prefault({}),
  inbox: z
    .strictObject({
      open: z
        .boolean('must be true or false')
        .prefault(() => switched(process.env.FRONTDESK_INBOX_OPEN) as boolean) // parsed, unlike a default: it may be no switch
        .meta({ variable: 'FRONTDESK_INBOX_OPEN' }),
    })
    .prefault({}),
  notices: z
    .strictObject({
      accountChanges: z.boolean().default(true),
      newDevices: z.boolean().default(true),
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
  log: z.custom<Log>((value) => typeof value === 'function').optional(),
  now: z.custom<() => number>((value) => typeof value === 'function').optional(),
})

export type Options = z.output<typeof Options>

/** Options as the server uses them; a mistake throws with the option's name and what it must be. */
export function readOptions(input: FrontdeskOptions = {}): Options {
  const parsed = Options.safeParse({
    ...input,
    encryptionKey: input.encryptionKey ?? (process.env.FRONTDESK_ENCRYPTION_KEY || undefined),
    trustedProxies: input.trustedProxies ?? numbered(process.env.FRONTDESK_TRUSTED_PROXIES),
    publicUrl: input.publicUrl ?? (process.env.FRONTDESK_PUBLIC_URL || undefined),
    mail: { ...input.mail, smtpUrl: input.mail?.smtpUrl ?? (process.env.FRONTDESK_SMTP_URL || undefined) },
  })
  if (parsed.success) {
    assertStated(input.environment, parsed.data.publicUrl)
    return parsed.data
  }

  const mistakes = parsed.error.issues.map(
    ({ path, message }) => `  ${path.join('.') || 'options'}: ${message}${variableOf(path)}`,
  )
  throw new Error(`Frontdesk's options need a change:\n${mistakes.join('\n')}`)
}

interface Described {
  variable?: string
  properties?: Record<string, Described>
}

/** The variable in which the option may have come, since that is where most people look. */
function variableOf([name, ...rest]: PropertyKey[], among = described()): string {
  const option = among?.[String(name)]
  if (option?.properties) return variableOf(rest, option.properties)
  return option?.variable ? ` (${option.variable})` : ''
}

const described = () => (z.toJSONSchema(Options, { io: 'input', unrepresentable: 'any' }) as Described).properties
