/**
 * Schemas of single parameters. Forms carry only text (`true`, `12`, an empty string for null), JSON carries real types: each schema accepts
 * both and returns the real type. `meta` names that type where JSON Schema would list both, because the SDK's types are generated from it.
 */
import * as z from 'zod'
import { canonicalCode, canonicalEmailAddress, canonicalUsername } from './canonical.js'
import { isOfOneScript } from './lookalike-names.js'

// Control characters except tab and line breaks, and lone surrogates: no name or token contains them.
const unprintable = /[^\P{Cc}\t\n\r]|\p{Cs}/u

const isPrintable = (text: string) => !unprintable.test(text)

/** Text of at most `maximum` characters without control characters. */
export const text = (maximum = 256) => z.string().max(maximum).refine(isPrintable, 'has characters that are not allowed')

/** Text or null; an empty string means null. */
export const nullableText = (maximum = 256) =>
  text(maximum)
    .transform((value) => (value === '' ? null : value))
    .nullable()

/** A language tag of BCP 47 in its canonical form, such as `en-GB`; null for an empty string. */
export const locale = text(64)
  .transform((value, context) => {
    if (value === '') return null
    try {
      return Intl.getCanonicalLocales(value)[0]! // one tag in gives one tag out
    } catch {
      context.addIssue({ code: 'custom', message: 'must be a language tag of BCP 47, such as en-GB' })
      return z.NEVER
    }
  })
  .nullable()

/** A time zone of the IANA, such as `Europe/Berlin`, as it was written; null for an empty string. */
export const timezone = text(64)
  .refine((value) => value === '' || isTimezone(value), 'must be a time zone of the IANA, such as Europe/Berlin')
  .transform((value) => value || null)
  .nullable()

function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return !/^[+-]/.test(name) // newer engines take an offset, too
  } catch {
    return false
  }
}

/** Accepts null, and reads an empty string as null, as forms send it. */
export const blankAsNull = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((value) => (value === '' ? null : value), schema.nullable())

// Marks that change the writing direction, by which a name could garble the sentence around it (CVE-2021-42574).
const turnsDirection = /[\u202A-\u202E\u2066-\u2069]/

/** A person's first or last name, trimmed. */
export const personName = z
  .string()
  .max(256)
  .refine(
    (value) => isPrintable(value) && !/[\n\r]/.test(value) && !turnsDirection.test(value),
    'has characters that are not allowed',
  )
  .transform((value) => value.trim() || null)
  .nullable()

/** What a person calls a passkey, trimmed; null for an empty string. */
export const passkeyName = personName

/** A credential of WebAuthn as JSON text: what a browser made, or signed. */
export const publicKeyCredential = z.string().max(16 * 1024)

const usernameLength = { minimum: 4, maximum: 64 }

/** A complaint with its own error code, for which clients have their own words, and the numbers in them; see `zodToErrors`. */
export const fault = (code: string, message: string, bounds: { min_length?: number; max_length?: number } = {}) => ({
  params: { code, bounds },
  message,
  abort: true,
})

/** Letters of scripts that belong together, digits, `_` and `-`, at least one letter; null for an empty string. */
export const username = z
  .string()
  .max(256)
  .overwrite(canonicalUsername)
  .refine(
    ({ length }) => length === 0 || (length >= usernameLength.minimum && length <= usernameLength.maximum),
    fault('form_username_invalid_length', `must have ${usernameLength.minimum} to ${usernameLength.maximum} characters`, {
      min_length: usernameLength.minimum,
      max_length: usernameLength.maximum,
    }),
  )
  .refine(
    (value) => /^(?!\p{M})[\p{L}\p{Mn}\p{Mc}\p{N}_-]*$/u.test(value),
    fault('form_username_invalid_character', 'may only have letters, digits, hyphens and underscores'),
  )
  .refine(
    isOfOneScript,
    fault('form_username_invalid_character', 'may only have letters that belong together: those of one alphabet'),
  )
  .refine((value) => !/^[\p{N}_-]+$/u.test(value), fault('form_username_needs_non_number_char', 'must have at least one letter'))
  .transform((value) => value || null)
  .nullable()

/** An e-mail address in its canonical form, at most 254 characters. */
export const emailAddress = z
  .string()
  .max(254)
  .transform((value, context) => {
    const address = canonicalEmailAddress(value)
    if (address === null) context.addIssue({ code: 'custom', message: 'must be a valid email address' })
    return address ?? z.NEVER
  })

export const nullableEmailAddress = blankAsNull(emailAddress)

/** A phone number in any spelling: only the server has the library that reads it. */
export const phoneNumber = text(64)

export const nullablePhoneNumber = nullableText(64)

/** An address of a wallet as it is typed or as wallets name it: only the server tells one of Ethereum from one of Solana. */
export const web3Wallet = text(128)

export const nullableWeb3Wallet = nullableText(128)

/** A password before any length rule; the maximum only keeps hashing cheap. Lone surrogates are refused, because all of them hash alike. */
const anyPassword = z
  .string()
  .max(1024)
  .refine((value) => !/\p{Cs}/u.test(value), 'has characters that are not allowed')
export const password = anyPassword.min(1)
export const nullablePassword = anyPassword.transform((value) => value || null).nullable()

/** A one-time code in its canonical form. */
export const code = z.string().max(64).transform(canonicalCode)

export const flag = z
  .union([z.boolean(), z.enum(['true', 'false', '']).transform((value) => value === 'true')])
  .meta({ type: 'boolean' })

export const wholeNumber = (minimum: number, maximum: number) =>
  z
    .union([
      z.int().min(minimum).max(maximum),
      z
        .string()
        .regex(/^\d{1,15}$/, 'must be a whole number')
        .transform(Number)
        .pipe(z.int().min(minimum).max(maximum)),
    ])
    .meta({ type: 'integer' })

/** One or more values: a repeated key, a list, or text separated by commas. */
export const listOf = <Item extends z.ZodType>(item: Item, maximum = 100) =>
  z.preprocess((value) => (typeof value === 'string' ? value.split(',') : value), z.array(item).max(maximum))

const forbiddenKeys = new Set(['__proto__', 'constructor', 'prototype'])

const maxDepth = 64

/** What is wrong with an app's JSON value, or null. The depth limit keeps this and later walks from overflowing the stack. */
export function faultOf(value: unknown, depth = 0): string | null {
  if (typeof value !== 'object' || value === null) return null
  if (depth > maxDepth) return `is nested more than ${maxDepth} levels deep`
  if (Object.keys(value).some((key) => forbiddenKeys.has(key))) return 'has a key that is not allowed'
  for (const item of Object.values(value)) {
    const fault = faultOf(item, depth + 1)
    if (fault) return fault
  }
  return null
}

/** The size limits of each kind of metadata, as JSON in UTF-8: Clerk's documented limit for users, a higher one for servers, which are trusted. */
export const maxMetadataKilobytes = { ofUsers: 8, ofServers: 64 }

export const isTooMuchMetadata = (json: string, maxKilobytes: number): boolean =>
  new TextEncoder().encode(json).byteLength > maxKilobytes * 1024

/** The body limit of operations by which users write metadata: escaping in a form or in JSON makes it longer. */
export const maxBodyBytesWithMetadata = 96 * 1024

/** An app's own JSON object; forms send it as JSON text. */
const metadataUpTo = (maxKilobytes: number) =>
  z.preprocess(
    (value, context) => {
      const object = typeof value === 'string' ? fromText(value) : value
      const fault = faultOf(object)
      if (fault) context.addIssue({ code: 'custom', message: fault }) // checked here, because z.record() drops `__proto__` silently
      return object
    },
    z
      .record(z.string(), z.unknown())
      .refine((value) => !isTooMuchMetadata(JSON.stringify(value), maxKilobytes), `is larger than ${maxKilobytes} KB`),
  )

/** Metadata that a server writes. */
export const metadata = metadataUpTo(maxMetadataKilobytes.ofServers)

/** Metadata that users write. */
export const unsafeMetadata = metadataUpTo(maxMetadataKilobytes.ofUsers)

function fromText(text: string): unknown {
  if (text === '') return {}
  try {
    return JSON.parse(text)
  } catch {
    return text // the schema refuses a string
  }
}

const rfc3339 = z.iso.datetime({ offset: true })
const timeFault = fault('form_param_invalid_time', 'must be a date and time of RFC 3339 or milliseconds since 1970')

/** Milliseconds since 1970, or a date and time of RFC 3339. */
export const time = z
  .union([z.int().min(0).max(8.64e15), z.string().max(64)])
  .meta({ type: 'string', format: 'date-time' })
  .transform((value, context) => {
    if (typeof value === 'number') return value
    if (/^\d{1,15}$/.test(value)) return Number(value)
    if (!rfc3339.safeParse(value).success) context.addIssue({ code: 'custom', ...timeFault })
    return Date.parse(value)
  })
