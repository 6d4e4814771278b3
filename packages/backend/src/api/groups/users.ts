import type { OrganizationInvitationStatus } from '../../json/organizations.js'
import type { InvitationStatus } from '../../json/users.js'
import type {
  AllowlistIdentifier,
  BlocklistIdentifier,
  DeletedObject,
  EmailAddress,
  Invitation,
  OauthAccessToken,
  OrganizationInvitation,
  OrganizationMembership,
  PhoneNumber,
  User,
  WaitlistEntry,
} from '../resources.js'
import type { Page, PageParams, Sorted } from './shared.js'

/** Users who match all that is given; of a list, any one of it. Times are milliseconds since 1970. */
export interface UserFilter {
  emailAddress?: string[] | undefined
  phoneNumber?: string[] | undefined
  username?: string[] | undefined
  web3Wallet?: string[] | undefined
  userId?: string[] | undefined
  externalId?: string[] | undefined
  organizationId?: string[] | undefined
  /** Part of a name, address or id. */
  query?: string | undefined
  emailAddressQuery?: string | undefined
  phoneNumberQuery?: string | undefined
  usernameQuery?: string | undefined
  nameQuery?: string | undefined
  banned?: boolean | undefined
  last_active_at_since?: number | undefined
  lastActiveAtBefore?: number | undefined
  lastActiveAtAfter?: number | undefined
  createdAtBefore?: number | undefined
  createdAtAfter?: number | undefined
  lastSignInAtBefore?: number | undefined
  lastSignInAtAfter?: number | undefined
}

export type UserCountParams = UserFilter

export interface UserListParams extends UserFilter, PageParams {
  /** The newest first where nothing is given. */
  orderBy?:
    | Sorted<
        | 'created_at'
        | 'updated_at'
        | 'email_address'
        | 'web3wallet'
        | 'first_name'
        | 'last_name'
        | 'phone_number'
        | 'username'
        | 'last_active_at'
        | 'last_sign_in_at'
      >
    | undefined
}

export interface UserMetadataParams {
  publicMetadata?: UserPublicMetadata | undefined
  privateMetadata?: UserPrivateMetadata | undefined
  unsafeMetadata?: UserUnsafeMetadata | undefined
}

/** How a digest from elsewhere was made. */
export type PasswordHasher =
  | 'argon2i'
  | 'argon2id'
  | 'awscognito'
  | 'bcrypt'
  | 'bcrypt_sha256_django'
  | 'ldap_ssha'
  | 'md5'
  | 'md5_phpass'
  | 'pbkdf2_sha1'
  | 'pbkdf2_sha256'
  | 'pbkdf2_sha256_django'
  | 'pbkdf2_sha512'
  | 'phpass'
  | 'scrypt_firebase'
  | 'scrypt_werkzeug'
  | 'sha256'

interface UserFields extends UserMetadataParams {
  externalId?: string | undefined
  username?: string | undefined
  firstName?: string | undefined
  lastName?: string | undefined
  locale?: string | undefined
  timezone?: string | undefined
  password?: string | undefined
  /** With `passwordHasher`, in place of a password. */
  passwordDigest?: string | undefined
  passwordHasher?: PasswordHasher | undefined
  skipPasswordChecks?: boolean | undefined
  skipLegalChecks?: boolean | undefined
  legalAcceptedAt?: Date | undefined
  createdAt?: Date | undefined
  totpSecret?: string | undefined
  backupCodes?: string[] | undefined
  deleteSelfEnabled?: boolean | undefined
  createOrganizationEnabled?: boolean | undefined
  createOrganizationsLimit?: number | undefined
}

export interface CreateUserParams extends UserFields {
  /** They count as verified; the first one is primary. */
  emailAddress?: string[] | undefined
  emailAddressIdentificationStatus?: Array<'verified' | 'reserved'> | undefined
  phoneNumber?: string[] | undefined
  phoneNumberIdentificationStatus?: Array<'verified' | 'reserved'> | undefined
  web3Wallet?: string[] | undefined
  /** For users who sign in without a password. */
  skipPasswordRequirement?: boolean | undefined
  skipUserRequirement?: boolean | undefined
  banned?: boolean | undefined
  locked?: boolean | undefined
}

export interface UpdateUserParams extends UserFields {
  signOutOfOtherSessions?: boolean | undefined
  primaryEmailAddressID?: string | undefined
  notifyPrimaryEmailAddressChanged?: boolean | undefined
  primaryPhoneNumberID?: string | undefined
  primaryWeb3WalletID?: string | undefined
  profileImageID?: string | undefined
}

export interface UserAPI {
  /** A page of users with the number of all that match; newest first. */
  getUserList(params?: UserListParams): Promise<Page<User>>
  getCount(params?: UserCountParams): Promise<number>
  getUser(userId: string): Promise<User>
  createUser(params: CreateUserParams): Promise<User>
  /** Metadata given here replaces what was stored; `updateUserMetadata` merges. */
  updateUser(userId: string, params?: UpdateUserParams): Promise<User>
  /** Takes the place of all addresses that the user has. */
  replaceUserEmailAddress(userId: string, params: { emailAddress: string }): Promise<EmailAddress>
  replaceUserPhoneNumber(userId: string, params: { phoneNumber: string }): Promise<PhoneNumber>
  /** Merges at any depth; null removes a member. */
  updateUserMetadata(userId: string, params: UserMetadataParams): Promise<User>
  replaceUserMetadata(userId: string, params: UserMetadataParams): Promise<User>
  updateUserProfileImage(userId: string, params: { file: Blob | File }): Promise<User>
  deleteUserProfileImage(userId: string): Promise<User>
  deleteUser(userId: string): Promise<User>
  /** Signs the user out everywhere, too. */
  banUser(userId: string): Promise<User>
  unbanUser(userId: string): Promise<User>
  lockUser(userId: string): Promise<User>
  unlockUser(userId: string): Promise<User>
  /** @throws ClerkAPIResponseError `incorrect_password` */
  verifyPassword(params: { userId: string; password: string }): Promise<{ verified: true }>
  removePassword(userId: string, params?: { signOutOfOtherSessions?: boolean | undefined }): Promise<User>
  /** The user must choose another password at the next sign-in. */
  setPasswordCompromised(userId: string, params?: { revokeAllSessions?: boolean | undefined }): Promise<User>
  unsetPasswordCompromised(userId: string): Promise<User>
  verifyTOTP(params: { userId: string; code: string }): Promise<{ verified: true; code_type: 'totp' }>
  disableUserMFA(userId: string): Promise<{ userId: string }>
  deleteUserTOTP(userId: string): Promise<{ userId: string }>
  deleteUserBackupCodes(userId: string): Promise<{ userId: string }>
  deleteUserPasskey(params: { userId: string; passkeyIdentificationId: string }): Promise<DeletedObject>
  deleteUserWeb3Wallet(params: { userId: string; web3WalletIdentificationId: string }): Promise<DeletedObject>
  deleteUserExternalAccount(params: { userId: string; externalAccountId: string }): Promise<DeletedObject>
  /** The tokens of the user's account at a provider, such as `google`. */
  getUserOauthAccessToken(userId: string, provider: string): Promise<Page<OauthAccessToken>>
  getOrganizationMembershipList(params: PageParams & { userId: string }): Promise<Page<OrganizationMembership>>
  getOrganizationInvitationList(
    params: PageParams & { userId: string; status?: OrganizationInvitationStatus | undefined },
  ): Promise<Page<OrganizationInvitation>>
}

interface IdentificationFlags {
  verified?: boolean | undefined
  primary?: boolean | undefined
}

export interface EmailAddressAPI {
  getEmailAddress(emailAddressId: string): Promise<EmailAddress>
  createEmailAddress(params: IdentificationFlags & { userId: string; emailAddress: string }): Promise<EmailAddress>
  updateEmailAddress(emailAddressId: string, params?: IdentificationFlags): Promise<EmailAddress>
  deleteEmailAddress(emailAddressId: string): Promise<DeletedObject>
}

interface PhoneNumberFlags extends IdentificationFlags {
  reservedForSecondFactor?: boolean | undefined
}

export interface PhoneNumberAPI {
  getPhoneNumber(phoneNumberId: string): Promise<PhoneNumber>
  createPhoneNumber(params: PhoneNumberFlags & { userId: string; phoneNumber: string }): Promise<PhoneNumber>
  updatePhoneNumber(phoneNumberId: string, params?: PhoneNumberFlags): Promise<PhoneNumber>
  deletePhoneNumber(phoneNumberId: string): Promise<DeletedObject>
}

export interface CreateInvitationParams {
  emailAddress: string
  expiresInDays?: number | undefined
  ignoreExisting?: boolean | undefined
  notify?: boolean | undefined
  publicMetadata?: UserPublicMetadata | undefined
  redirectUrl?: string | undefined
  templateSlug?: 'invitation' | 'waitlist_invitation' | undefined
}

export interface InvitationListParams extends PageParams {
  orderBy?: Sorted<'created_at' | 'email_address' | 'expires_at'> | undefined
  status?: InvitationStatus | undefined
  query?: string | undefined
}

export interface InvitationAPI {
  getInvitationList(params?: InvitationListParams): Promise<Page<Invitation>>
  createInvitation(params: CreateInvitationParams): Promise<Invitation>
  createInvitationBulk(params: CreateInvitationParams[]): Promise<Invitation[]>
  revokeInvitation(invitationId: string): Promise<Invitation>
  deleteInvitation(invitationId: string): Promise<DeletedObject>
}

export interface AllowlistIdentifierAPI {
  getAllowlistIdentifierList(params?: PageParams): Promise<Page<AllowlistIdentifier>>
  createAllowlistIdentifier(params: { identifier: string; notify: boolean }): Promise<AllowlistIdentifier>
  deleteAllowlistIdentifier(allowlistIdentifierId: string): Promise<DeletedObject>
}

export interface BlocklistIdentifierAPI {
  getBlocklistIdentifierList(params?: PageParams): Promise<Page<BlocklistIdentifier>>
  createBlocklistIdentifier(params: { identifier: string }): Promise<BlocklistIdentifier>
  deleteBlocklistIdentifier(blocklistIdentifierId: string): Promise<DeletedObject>
}

export interface WaitlistEntryParams {
  emailAddress: string
  notify?: boolean | undefined
}

export interface WaitlistEntryListParams extends PageParams {
  query?: string | undefined
  status?: WaitlistEntry['status'] | undefined
  orderBy?: Sorted<'created_at' | 'invited_at' | 'email_address'> | undefined
}

export interface WaitlistEntryAPI {
  list(params?: WaitlistEntryListParams): Promise<Page<WaitlistEntry>>
  create(params: WaitlistEntryParams): Promise<WaitlistEntry>
  createBulk(params: WaitlistEntryParams[]): Promise<WaitlistEntry[]>
  invite(id: string, params?: { ignoreExisting?: boolean | undefined }): Promise<WaitlistEntry>
  reject(id: string): Promise<WaitlistEntry>
  delete(id: string): Promise<DeletedObject>
}
