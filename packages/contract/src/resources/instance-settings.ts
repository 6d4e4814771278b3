/**
 * What an instance decides, as one document: the shape of each setting and the value it has until somebody sets another. What the settings
 * mean is said where apps see them, in the server's `frontdesk-options.ts`.
 */
import * as z from 'zod'
import { originBy, pageOrigin } from '../origin.js'

/** A setting with the value it begins with. */
const setting = <Schema extends z.ZodType>(schema: Schema, initially: z.output<Schema>): Schema => schema.meta({ initially })

const attribute = z.enum(['off', 'optional', 'required'])
const seconds = z.int().positive()
const atLeastOne = z.int().positive()
const days = 'must be a number of days, such as 30'

const allowedOrigin = originBy(
  pageOrigin,
  'the origin of a front end, scheme and host without a path, such as https://shop.example or capacitor://localhost',
)

export const SettingsDocument = z.strictObject({
  branding: z.strictObject({
    application_name: setting(
      z
        .string()
        .max(100)
        .regex(/^\P{Cc}+$/u, 'must be one line of text'),
      'My app',
    ),
  }),
  allowed_origins: setting(z.array(allowedOrigin), []),
  reserved_usernames: setting(z.array(z.string().min(1)), [
    ...['admin', 'administrator', 'root', 'system', 'staff', 'owner', 'moderator', 'official'],
    ...['support', 'help', 'helpdesk', 'security', 'billing', 'service', 'contact', 'info'],
    ...['abuse', 'postmaster', 'hostmaster', 'webmaster', 'noreply'],
  ]),
  enumeration_protection: setting(z.boolean('must be true or false'), false),
  attributes: z.strictObject({
    username: setting(attribute, 'off'),
    first_name: setting(attribute, 'optional'),
    last_name: setting(attribute, 'optional'),
  }),
  password: z.strictObject({
    min_length: setting(z.int().min(8), 8),
    max_length: setting(z.int().max(512), 128),
    refuse_easy: setting(z.boolean('must be true or false'), true),
  }),
  session: z.strictObject({
    lifetime_seconds: setting(seconds, 7 * 24 * 3600),
    inactivity_seconds: setting(seconds, 7 * 24 * 3600),
    single: setting(z.boolean('must be true or false'), false),
  }),
  codes: z.strictObject({
    lifetime_seconds: setting(seconds, 600),
    max_attempts: setting(atLeastOne, 3),
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
    seconds_between_codes: setting(z.int().nonnegative(), 10),
    guesses_per_recipient_per_hour: setting(atLeastOne, 15),
    guesses_per_recipient_per_day: setting(atLeastOne, 90),
  }),
  events: z.strictObject({
    kept_days: setting(z.int(days).positive(days), 30),
  }),
  notices: z.strictObject({
    account_changes: setting(z.boolean('must be true or false'), true),
    new_devices: setting(z.boolean('must be true or false'), true),
  }),
})
export type SettingsDocument = z.output<typeof SettingsDocument>
