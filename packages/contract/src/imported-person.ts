import * as z from 'zod'
import { emailAddress, listOf, locale, metadata, personName, text, time, timezone, username } from './wire.js'

/** Ids go into URLs, tokens and the app's own tables: letters, digits, `_` and `-`, and a name of none of JavaScript's objects. */
const safeId = /^(?!(?:constructor|prototype|hasOwnProperty|toString|valueOf)$)[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/

/** Whether an id of another service can be the id of a user here; else it becomes the external id. */
export const isSafeId = (id: string): boolean => safeId.test(id)

const id = text(64).regex(safeId, "can't be an id here: it may have letters, digits, _ and -").nullish()
const whole = z.int().min(0).max(1_000_000)

const ImportedAddress = z.strictObject({
  address: emailAddress,
  verified: z.boolean(),
  id,
  /** How it was verified, where that is known. */
  verification: z.object({ strategy: text(64), attempts: whole.nullish(), expireAt: time.nullish() }).nullish(),
  verifiedAt: time.nullish(),
  createdAt: time.nullish(),
  updatedAt: time.nullish(),
})

const ImportedPhoneNumber = z.strictObject({
  number: text(32),
  verified: z.boolean(),
  isSecondFactor: z.boolean().optional(),
  id,
  createdAt: time.nullish(),
})

/** An account at Google, GitHub and the like. */
const ImportedAccount = z.strictObject({
  provider: text(64),
  subject: text(256),
  emailAddress: text(254).nullish(),
  /** By the word of the provider. */
  emailVerified: z.boolean().optional(),
  firstName: text(256).nullish(),
  lastName: text(256).nullish(),
  username: text(256).nullish(),
  imageUrl: text(2048).nullish(),
  scopes: text(4096).nullish(),
})

/** Somebody who had an account elsewhere, as readers of exports give them. What is undefined or null is not known. Times are milliseconds since 1970, or RFC 3339. */
export const ImportedPerson = z.strictObject({
  id,
  externalId: text(256).nullish(),
  username: username.nullish(),
  firstName: personName.nullish(),
  lastName: personName.nullish(),
  locale: locale.nullish(),
  timezone: timezone.nullish(),
  /** The first verified one is primary, unless `primaryEmailAddress` names another. */
  emailAddresses: z.array(ImportedAddress).max(100).optional(),
  primaryEmailAddress: emailAddress.nullish(),
  phoneNumbers: z.array(ImportedPhoneNumber).max(100).optional(),
  externalAccounts: z.array(ImportedAccount).max(100).optional(),
  /** A digest, with the name of what made it. */
  passwordDigest: text(1024).nullish(),
  passwordHasher: text(64).nullish(),
  passwordUpdatedAt: time.nullish(),
  passwordCompromised: z.boolean().nullish(),
  totpSecret: text(256).nullish(),
  backupCodes: listOf(text(256)).nullish(),
  /** That a second factor was asked for, where the export says no more. */
  hasSecondFactor: z.boolean().nullish(),
  /** A picture that the person chose. It is not fetched. */
  imageUrl: text(4096).nullish(),
  /** A picture itself, as a `data:` URL of WebP. */
  image: text(2_000_000).startsWith('data:image/webp;base64,').nullish(),
  publicMetadata: metadata.nullish(),
  privateMetadata: metadata.nullish(),
  unsafeMetadata: metadata.nullish(),
  banned: z.boolean().nullish(),
  /** A lock of an administrator, with its end where that is known. */
  locked: z.boolean().nullish(),
  lockedUntil: time.nullish(),
  deleteSelfEnabled: z.boolean().nullish(),
  createOrganizationEnabled: z.boolean().nullish(),
  createOrganizationsLimit: whole.nullish(),
  bypassClientTrust: z.boolean().nullish(),
  legalAcceptedAt: time.nullish(),
  lastSignInAt: time.nullish(),
  lastActiveAt: time.nullish(),
  createdAt: time.nullish(),
  updatedAt: time.nullish(),
})
export type ImportedPerson = z.input<typeof ImportedPerson>
/** The same in canonical forms. */
export type CheckedPerson = z.output<typeof ImportedPerson>
