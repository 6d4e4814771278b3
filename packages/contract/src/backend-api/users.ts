import * as z from 'zod'
import { defineOperations } from '../operation.js'
import { backendOperations } from '../operations.js'
import { passwordHasher } from '../password-hashers.js'
import { EmailAddress } from '../resources/email-address.js'
import { OauthAccessToken } from '../resources/external-account.js'
import { DeletedObject, pageOf, TotalCount } from '../resources/lists.js'
import { PhoneNumber } from '../resources/phone-number.js'
import { BackendUser } from '../resources/user.js'
import {
  code,
  emailAddress,
  flag,
  listOf,
  locale,
  metadata,
  nullableText,
  password,
  personName,
  phoneNumber,
  text,
  time,
  timezone,
  username,
  web3Wallet,
  wholeNumber,
} from '../wire.js'

const ids = listOf(text(64)).optional()
const anyTime = wholeNumber(0, 8.64e15).optional()

const filters = z.strictObject({
  email_address: listOf(text(254)).optional(),
  phone_number: listOf(phoneNumber).optional(),
  external_id: listOf(text(256)).optional(),
  username: listOf(text(64)).optional(),
  web3_wallet: listOf(web3Wallet).optional(),
  user_id: ids,
  organization_id: ids,
  query: text(256).optional().describe('Part of a name, address or id.'),
  email_address_query: text(256).optional(),
  phone_number_query: text(256).optional(),
  username_query: text(256).optional(),
  name_query: text(256).optional(),
  banned: flag.optional(),
  last_active_at_before: anyTime,
  last_active_at_after: anyTime,
  last_active_at_since: anyTime,
  created_at_before: anyTime,
  created_at_after: anyTime,
  last_sign_in_at_before: anyTime,
  last_sign_in_at_after: anyTime,
  provider: text(64).optional(),
  provider_user_id: listOf(text(256)).optional(),
})
export type UserFilter = z.output<typeof filters>

const userOrders = [
  'created_at',
  'updated_at',
  'email_address',
  'web3wallet',
  'first_name',
  'last_name',
  'phone_number',
  'username',
  'last_active_at',
  'last_sign_in_at',
] as const
export type UserOrder = (typeof userOrders)[number]

/** `-created_at` sorts descending; no sign or `+` sorts ascending. A `+` in a query string arrives as a space. */
const orderBy = z.preprocess(
  (value) => (Array.isArray(value) ? value[0] : value), // if there are several, the first counts, as in the specification
  z
    .string()
    .regex(new RegExp(`^[+ -]?(${userOrders.join('|')})$`), `must be one of ${userOrders.join(', ')}, with + or - before it`)
    .meta({ sortedBy: userOrders })
    .transform((value) => ({ column: value.replace(/^[+ -]/, '') as UserOrder, descending: value.startsWith('-') })), // the pattern allows no other
)

const nullable = <Schema extends z.ZodType>(schema: Schema) => schema.nullable().optional()

const profile = {
  external_id: nullableText(256).optional(),
  first_name: personName.optional(),
  last_name: personName.optional(),
  username: username.optional(),
  locale: locale.optional(),
  timezone: timezone.optional(),
  password: nullable(password),
  password_digest: nullable(text(1024)).describe('With `passwordHasher`, in place of a password.'),
  password_hasher: passwordHasher.optional(),
  skip_password_checks: nullable(flag),
  totp_secret: nullable(text(256)).describe('In base32, as the authenticator app has it.'),
  backup_codes: listOf(text(64)).optional().describe('As they are, or digests of them by bcrypt.'),
  delete_self_enabled: nullable(flag),
  create_organization_enabled: nullable(flag),
  create_organizations_limit: nullable(wholeNumber(0, 1_000_000)),
  legal_accepted_at: nullable(time),
  skip_legal_checks: nullable(flag),
  created_at: nullable(time),
  bypass_client_trust: nullable(flag).describe('Kept for the app: no sign-in asks for it yet.'),
}

const anyMetadata = {
  public_metadata: metadata.meta({ declaredIn: 'UserPublicMetadata' }).optional(),
  private_metadata: metadata.meta({ declaredIn: 'UserPrivateMetadata' }).optional(),
  unsafe_metadata: metadata.meta({ declaredIn: 'UserUnsafeMetadata' }).optional(),
}

const ofUser = z.object({ user_id: z.string() })

const several = z.strictObject({ user_ids: z.array(text(64)).min(1).max(50) })

export const users = defineOperations('backend', backendOperations.users, {
  getUserList: {
    query: z.strictObject({
      ...filters.shape,
      limit: wholeNumber(1, 500).default(10),
      offset: wholeNumber(0, 1_000_000_000).default(0),
      starting_after: text(64).optional().describe('The id of the last user of the page before; in place of an offset.'),
      order_by: orderBy.default({ column: 'created_at', descending: true }).describe('The newest first where nothing is given.'),
      paginated: flag.optional(),
    }),
    response: z.array(BackendUser),
  },
  getCount: { query: filters, response: TotalCount },
  createUser: {
    body: z.strictObject({
      ...profile,
      ...anyMetadata,
      email_address: listOf(emailAddress).optional().describe('They count as verified; the first one is primary.'),
      phone_number: listOf(phoneNumber).optional().describe('They count as verified; the first one is primary.'),
      web3_wallet: listOf(web3Wallet).optional().describe('They count as verified; the first one is primary.'),
      email_address_identification_status: z.array(z.enum(['verified', 'reserved'])).optional(),
      phone_number_identification_status: z.array(z.enum(['verified', 'reserved'])).optional(),
      skip_password_requirement: nullable(flag).describe('For users who sign in without a password.'),
      skip_user_requirement: nullable(flag),
      banned: nullable(flag),
      locked: nullable(flag),
    }),
    response: BackendUser,
  },
  getUser: { response: BackendUser },
  updateUser: {
    body: z.strictObject({
      ...profile,
      ...anyMetadata,
      primary_email_address_id: nullable(text(64)),
      notify_primary_email_address_changed: nullable(flag),
      primary_phone_number_id: nullable(text(64)),
      primary_web3_wallet_id: nullable(text(64)),
      profile_image_id: nullable(text(64)),
      sign_out_of_other_sessions: nullable(flag),
    }),
    response: BackendUser,
  },
  deleteUser: { response: DeletedObject },
  updateUserMetadata: { body: z.strictObject(anyMetadata), response: BackendUser },
  replaceUserMetadata: { body: z.strictObject(anyMetadata), response: BackendUser },
  banUser: { response: BackendUser },
  unbanUser: { response: BackendUser },
  banUsers: { body: several, response: z.array(BackendUser) },
  unbanUsers: { body: several, response: z.array(BackendUser) },
  lockUser: { response: BackendUser },
  unlockUser: { response: BackendUser },
  updateUserProfileImage: { response: BackendUser },
  deleteUserProfileImage: { response: BackendUser },
  deleteUserPasskey: { response: DeletedObject },
  deleteUserWeb3Wallet: { response: DeletedObject },
  verifyPassword: { body: z.strictObject({ password }), response: z.object({ verified: z.literal(true) }) },
  removePassword: { body: z.strictObject({ sign_out_of_other_sessions: nullable(flag) }), response: BackendUser },
  setPasswordCompromised: { body: z.strictObject({ revoke_all_sessions: nullable(flag) }), response: BackendUser },
  unsetPasswordCompromised: { response: BackendUser },
  verifyTOTP: {
    body: z.strictObject({ code }),
    response: z.object({ verified: z.literal(true), code_type: z.enum(['totp', 'backup_code']) }),
  },
  disableUserMFA: { response: ofUser },
  deleteUserTOTP: { response: ofUser },
  deleteUserBackupCodes: { response: ofUser },
  getUserOauthAccessToken: {
    query: z.strictObject({
      paginated: flag.optional(),
      limit: wholeNumber(1, 500).default(10),
      offset: wholeNumber(0, 1_000_000_000).default(0),
    }),
    response: z.union([z.array(OauthAccessToken), pageOf(OauthAccessToken)]),
  },
  deleteUserExternalAccount: { response: DeletedObject },
  replaceUserEmailAddress: {
    body: z.strictObject({
      email_address: emailAddress,
      identification_status: z.enum(['verified', 'reserved', 'unverified']).default('verified'),
      notify_primary_email_address_changed: nullable(flag),
    }),
    response: EmailAddress,
  },
  replaceUserPhoneNumber: {
    body: z.strictObject({
      phone_number: phoneNumber,
      identification_status: z.enum(['verified', 'reserved', 'unverified']).default('verified'),
    }),
    response: PhoneNumber,
  },
})
