import * as z from 'zod'
import { defineOperations } from '../operation.js'
import { frontendOperations } from '../operations.js'
import { EmailAddress } from '../resources/email-address.js'
import { ExternalAccount } from '../resources/external-account.js'
import { DeletedObject } from '../resources/lists.js'
import { Passkey } from '../resources/passkey.js'
import { BackupCodes, Totp } from '../resources/second-factors.js'
import { Session, SessionWithActivity } from '../resources/session.js'
import { User } from '../resources/user.js'
import {
  code,
  emailAddress,
  flag,
  maxBodyBytesWithMetadata,
  nullablePassword,
  nullableText,
  passkeyName,
  password,
  personName,
  publicKeyCredential,
  unsafeMetadata,
  username,
} from '../wire.js'

const wayThere = {
  redirect_url: nullableText(2048).optional(),
  action_complete_redirect_url: nullableText(2048).optional(),
  oidc_prompt: nullableText(64).optional(),
  oidc_login_hint: nullableText(320).optional(),
}

/** A form repeats the name, and has one text for a single one. */
const scopes = z.preprocess(
  (given) => (typeof given === 'string' ? given.split(/[\s,]+/).filter(Boolean) : given),
  z.array(z.string().max(200)).max(50).nullable(),
)

export const me = defineOperations('frontend', frontendOperations.me, {
  getMe: { response: User },
  updateMe: {
    body: z.strictObject({
      first_name: personName.optional(),
      last_name: personName.optional(),
      username: username.optional(),
      primary_email_address_id: nullableText(64).optional(),
      primary_phone_number_id: nullableText(64).optional(),
      primary_web3_wallet_id: nullableText(64).optional(),
      unsafe_metadata: unsafeMetadata.optional(),
    }),
    maxBodyBytes: maxBodyBytesWithMetadata,
    response: User,
  },
  deleteMe: { response: DeletedObject },
  updateMyMetadata: {
    body: z.strictObject({ unsafe_metadata: unsafeMetadata }),
    maxBodyBytes: maxBodyBytesWithMetadata,
    response: User,
  },
  changePassword: {
    body: z.strictObject({
      current_password: nullablePassword.optional(),
      new_password: password,
      sign_out_of_other_sessions: flag.optional(),
    }),
    response: User,
  },
  removePassword: { body: z.strictObject({ current_password: nullablePassword.optional() }), response: User },
  setProfileImage: {
    response: z.object({ object: z.literal('image'), id: z.string(), name: z.string(), public_url: z.string() }),
  },
  deleteProfileImage: { response: DeletedObject },
  listMySessions: { response: z.array(Session), bare: true },
  listMyActiveSessions: { response: z.array(SessionWithActivity), bare: true },
  revokeMySession: { response: Session },
  listMyEmailAddresses: { response: z.array(EmailAddress), bare: true },
  createMyEmailAddress: { body: z.strictObject({ email_address: emailAddress }), response: EmailAddress },
  getMyEmailAddress: { response: EmailAddress },
  deleteMyEmailAddress: { response: DeletedObject },
  prepareMyEmailAddressVerification: {
    body: z.strictObject({
      strategy: z.enum(['email_code', 'email_link']).default('email_code'),
      redirect_url: nullableText(2048).optional(),
      action_complete_redirect_url: nullableText(2048).optional(),
    }),
    response: EmailAddress,
  },
  attemptMyEmailAddressVerification: { body: z.strictObject({ code }), response: EmailAddress },
  createMyTotp: { response: Totp },
  deleteMyTotp: { response: DeletedObject },
  attemptMyTotpVerification: { body: z.strictObject({ code }), response: Totp },
  createMyBackupCodes: { response: BackupCodes },
  createMyPasskey: { response: Passkey },
  getMyPasskey: { response: Passkey },
  updateMyPasskey: { body: z.strictObject({ name: passkeyName.optional() }), response: Passkey },
  deleteMyPasskey: { response: DeletedObject },
  attemptMyPasskeyVerification: {
    body: z.strictObject({ strategy: z.literal('passkey').default('passkey'), public_key_credential: publicKeyCredential }),
    response: Passkey,
  },
  createMyExternalAccount: {
    body: z.strictObject({ strategy: nullableText(64).optional(), ...wayThere, additional_scope: nullableText(2048).optional() }),
    response: ExternalAccount,
  },
  reauthorizeMyExternalAccount: {
    body: z.strictObject({ ...wayThere, additional_scope: scopes.optional() }),
    response: ExternalAccount,
  },
  deleteMyExternalAccount: { response: DeletedObject },
  deleteMyExternalAccountTokens: { response: User },
  getOrganizationCreationDefaults: { response: z.object({ form: z.null(), advisory: z.null() }) },
})
