/** Everything that can be configured, with its default and its meaning. `docs/configuration.md` is generated from this file. */
import * as z from 'zod'
import { Redacted } from './crypto/redacted.js'

const attribute = z.enum(['off', 'optional', 'required'])
const path = z.string().regex(/^(\/[\w-]+)+$/, 'must be a path such as /sign-in, without a slash at its end')
const origin = z.url().transform((url) => new URL(url).origin)
const seconds = z.int().positive()

/** Options get printed, and must not give away what opens the doors. */
const redacted = (secret: string) => new Redacted(secret)

/** A comma-separated environment variable as a list. */
const listed = (text: string | undefined) =>
  text
    ?.split(',')
    .map((part) => part.trim())
    .filter(Boolean)

export const Options = z.strictObject({
  databaseUrl: z
    .string()
    .default(() => process.env.FRONTDESK_DATABASE_URL || 'sqlite:.frontdesk/frontdesk.db')
    .transform(redacted) // it may hold a password
    .describe('`sqlite:<path>` or `postgres://…` (add `?schema=` to keep several instances in one database).')
    .meta({ variable: 'FRONTDESK_DATABASE_URL' }),
  environment: z
    .enum(['development', 'production'])
    .default(() => (process.env.NODE_ENV === 'production' ? 'production' : 'development'))
    .describe('Development instances have the inbox page and accept `+clerk_test` addresses with the code 424242.')
    .meta({ variable: 'NODE_ENV' }),
  encryptionKey: z
    .string()
    .min(32)
    .transform(redacted)
    .optional()
    .describe(
      'Encrypts private keys and waiting mail at rest. Without it a key file (mode 0600) is made beside the SQLite file, or in `.frontdesk`.',
    )
    .meta({ variable: 'FRONTDESK_ENCRYPTION_KEY' }),
  keyType: z
    .enum(['live', 'test'])
    .default('live')
    .describe('The prefix of the keys a new instance gets: `pk_live_` or `pk_test_`.'),
  applicationName: z
    .string()
    .max(100)
    .regex(/^\P{Cc}+$/u, 'must be one line of text')
    .default('My app')
    .describe('Shown on the pages and in mail.'),
  publicUrl: origin
    .optional()
    .describe('The origin that users see, such as `https://app.example.com`. Links in mail use it and nothing else.')
    .meta({ variable: 'FRONTDESK_PUBLIC_URL' }),
  allowedOrigins: z
    .array(origin)
    .default(() => z.array(origin).parse(listed(process.env.FRONTDESK_ALLOWED_ORIGINS) ?? []))
    .describe('Front ends on other origins that may call the Frontend API. The variable separates them by commas.')
    .meta({ variable: 'FRONTDESK_ALLOWED_ORIGINS' }),
  trustedProxies: z
    .int()
    .nonnegative()
    .prefault(() => Number(process.env.FRONTDESK_TRUSTED_PROXIES || 0)) // parsed, unlike a default: it may be no number
    .describe(
      'How many reverse proxies stand before the server; that many entries of `X-Forwarded-For` are believed, counted from the right.',
    )
    .meta({ variable: 'FRONTDESK_TRUSTED_PROXIES' }),
  basePath: path.default('/__clerk').describe('Where the APIs are mounted.'),
  pages: z
    .strictObject({
      signIn: path.default('/sign-in').describe('Sign-in and password reset.'),
      signUp: path.default('/sign-up').describe('Sign-up.'),
      user: path.default('/user').describe('The profile.'),
    })
    .prefault({})
    .describe('Where the pages are mounted.'),
  afterSignInUrl: z.string().default('/').describe('Where people land after signing in when no `redirect_url` says otherwise.'),
  afterSignUpUrl: z.string().default('/').describe('Where people land after signing up when no `redirect_url` says otherwise.'),
  afterSignOutUrl: z.string().default('/').describe('Where people land after signing out.'),
  attributes: z
    .strictObject({
      username: attribute.default('off').describe('People can then sign in with it too.'),
      firstName: attribute.default('optional').describe('The first name.'),
      lastName: attribute.default('optional').describe('The last name.'),
    })
    .prefault({})
    .describe('What is asked at sign-up besides e-mail address and password.'),
  password: z
    .strictObject({
      minLength: z.int().min(8).default(8).describe('The fewest characters.'),
      maxLength: z.int().max(512).default(128).describe('The most characters.'),
    })
    .prefault({})
    .describe('How long a password is.'),
  session: z
    .strictObject({
      lifetimeSeconds: seconds.default(7 * 24 * 3600).describe('After that long it ends, used or not.'),
      inactivitySeconds: seconds.default(7 * 24 * 3600).describe('After that long without use it ends.'),
      single: z.boolean().default(false).describe('One account per browser: there is no second sign-in beside the first.'),
    })
    .prefault({})
    .describe('How long people stay signed in.'),
  codes: z
    .strictObject({
      lifetimeSeconds: seconds.default(600).describe('How long a code is valid.'),
      maxAttempts: z.int().positive().default(3).describe('How many times a code may be tried.'),
    })
    .prefault({})
    .describe('One-time codes, sent by mail.'),
  lockout: z
    .strictObject({
      maxAttempts: z.int().positive().default(10).describe('Failed first factors in a row that lock an account.'),
      durationSeconds: seconds.default(3600).describe('How long it stays locked.'),
    })
    .prefault({})
    .describe('Against guessing at one account.'),
  rateLimits: z
    .strictObject({
      attemptsPerMinute: z.int().positive().default(60).describe('Sign-in and sign-up attempts.'),
      messagesPerMinute: z.int().positive().default(20).describe('Requests that send mail.'),
      codesPerRecipientPerMinute: z
        .int()
        .positive()
        .default(5)
        .describe('Codes mailed to one e-mail address, whoever asks for them.'),
    })
    .prefault({})
    .describe('Per network address (IPv6: per /64 network); more is answered with 429 and `Retry-After`.'),
  mail: z
    .strictObject({
      smtpUrl: z
        .url({ protocol: /^smtps?$/, error: 'must be an address such as smtp://user:password@host:587' })
        .transform(redacted) // it may hold a password
        .optional()
        .describe('`smtp://user:password@host:587`, or `smtps://`.')
        .meta({ variable: 'FRONTDESK_SMTP_URL' }),
      from: z
        .string()
        .default(() => process.env.FRONTDESK_MAIL_FROM || 'no-reply@localhost')
        .describe('The sender, as an address or `Name <address>`.')
        .meta({ variable: 'FRONTDESK_MAIL_FROM' }),
    })
    .prefault({})
    .describe('Without an SMTP server mail goes to the console and, in development, to the inbox page.'),
  log: z
    .custom<Log>((value) => typeof value === 'function')
    .optional()
    .describe('Gets each log line as an object; the default prints it.'),
  now: z
    .custom<() => number>((value) => typeof value === 'function')
    .optional()
    .describe('The clock, in milliseconds since 1970; for tests.'),
})

export type OptionsInput = z.input<typeof Options>
export type Options = z.output<typeof Options>

export interface LogLine {
  level: 'info' | 'warn' | 'error'
  message: string
  [detail: string]: unknown
}
export type Log = (line: LogLine) => void

/** Options as the server uses them; a mistake throws with the option's name and what it must be. */
export function readOptions(input: OptionsInput = {}): Options {
  const parsed = Options.safeParse({
    ...input,
    encryptionKey: input.encryptionKey ?? (process.env.FRONTDESK_ENCRYPTION_KEY || undefined),
    publicUrl: input.publicUrl ?? (process.env.FRONTDESK_PUBLIC_URL || undefined),
    mail: { ...input.mail, smtpUrl: input.mail?.smtpUrl ?? (process.env.FRONTDESK_SMTP_URL || undefined) },
  })
  if (parsed.success) return parsed.data

  const mistakes = parsed.error.issues.map((issue) => `  ${issue.path.join('.') || 'options'}: ${issue.message}`)
  throw new Error(`Frontdesk's options need a change:\n${mistakes.join('\n')}`)
}
