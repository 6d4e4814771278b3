import type { OrganizationInvitationStatus } from '../../json/organizations.js'
import type {
  AttemptEmailAddressVerificationParams,
  BanUsersParams,
  CreateEmailAddressParams,
  CreateInvitationParams,
  CreatePhoneNumberParams,
  CreateUserParams,
  InvitationListParams,
  InviteWaitlistEntryParams,
  RemovePasswordParams,
  ReplaceUserEmailAddressParams,
  ReplaceUserPhoneNumberParams,
  SetPasswordCompromisedParams,
  UnbanUsersParams,
  UpdateEmailAddressParams,
  UpdatePhoneNumberParams,
  UpdateUserParams,
  UserCountParams,
  UserListParams,
  UserMetadataParams,
  VerifyPasswordParams,
  WaitlistEntryListParams,
  WaitlistEntryParams,
} from '../parameters.js'
import type {
  AllowlistIdentifier,
  BlocklistIdentifier,
  CodeVerification,
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
import type { Page, PageParams } from './paging.js'

export interface UserAPI {
  /** One page of users with the number of all matches; newest first. */
  getUserList(params?: UserListParams): Promise<Page<User>>
  getCount(params?: UserCountParams): Promise<number>
  getUser(userId: string): Promise<User>
  createUser(params: CreateUserParams): Promise<User>
  /** Replaces the stored metadata; `updateUserMetadata` merges. */
  updateUser(userId: string, params?: UpdateUserParams): Promise<User>
  /** Replaces all addresses of the user. */
  replaceUserEmailAddress(userId: string, params: ReplaceUserEmailAddressParams): Promise<EmailAddress>
  replaceUserPhoneNumber(userId: string, params: ReplaceUserPhoneNumberParams): Promise<PhoneNumber>
  /** Merges at any depth; null removes a member. */
  updateUserMetadata(userId: string, params: UserMetadataParams): Promise<User>
  replaceUserMetadata(userId: string, params: UserMetadataParams): Promise<User>
  updateUserProfileImage(userId: string, params: { file: Blob | File }): Promise<User>
  deleteUserProfileImage(userId: string): Promise<User>
  deleteUser(userId: string): Promise<User>
  /** Signs the user out everywhere, too. */
  banUser(userId: string): Promise<User>
  unbanUser(userId: string): Promise<User>
  /** At most 50 users; if one is unknown, none is banned. Clerk's client lacks this method and `unbanUsers`. */
  banUsers(params: BanUsersParams): Promise<User[]>
  unbanUsers(params: UnbanUsersParams): Promise<User[]>
  lockUser(userId: string): Promise<User>
  unlockUser(userId: string): Promise<User>
  /** @throws ClerkAPIResponseError `incorrect_password` */
  verifyPassword(params: VerifyPasswordParams & { userId: string }): Promise<{ verified: true }>
  removePassword(userId: string, params?: RemovePasswordParams): Promise<User>
  /** The user must choose another password at the next sign-in. */
  setPasswordCompromised(userId: string, params?: SetPasswordCompromisedParams): Promise<User>
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

export interface EmailAddressAPI {
  getEmailAddress(emailAddressId: string): Promise<EmailAddress>
  createEmailAddress(params: CreateEmailAddressParams): Promise<EmailAddress>
  updateEmailAddress(emailAddressId: string, params?: UpdateEmailAddressParams): Promise<EmailAddress>
  deleteEmailAddress(emailAddressId: string): Promise<DeletedObject>
  /** Sends a code, which `attemptEmailAddressVerification` takes; Frontdesk's own, as the one below. */
  prepareEmailAddressVerification(emailAddressId: string): Promise<CodeVerification>
  /** A wrong code is told by the verification's status, `unverified`, `failed` or `expired`; the right one verifies the address. */
  attemptEmailAddressVerification(
    emailAddressId: string,
    params: AttemptEmailAddressVerificationParams,
  ): Promise<CodeVerification>
}

export interface PhoneNumberAPI {
  getPhoneNumber(phoneNumberId: string): Promise<PhoneNumber>
  createPhoneNumber(params: CreatePhoneNumberParams): Promise<PhoneNumber>
  updatePhoneNumber(phoneNumberId: string, params?: UpdatePhoneNumberParams): Promise<PhoneNumber>
  deletePhoneNumber(phoneNumberId: string): Promise<DeletedObject>
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

export interface WaitlistEntryAPI {
  list(params?: WaitlistEntryListParams): Promise<Page<WaitlistEntry>>
  create(params: WaitlistEntryParams): Promise<WaitlistEntry>
  createBulk(params: WaitlistEntryParams[]): Promise<WaitlistEntry[]>
  invite(id: string, params?: InviteWaitlistEntryParams): Promise<WaitlistEntry>
  reject(id: string): Promise<WaitlistEntry>
  delete(id: string): Promise<DeletedObject>
}
