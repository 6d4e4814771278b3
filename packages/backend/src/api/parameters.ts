/** Written by `npm run generate` from the contract: change it there. */
import type { Sorted } from './groups/paging.js'

export type PasswordHasher =
  | 'argon2i'
  | 'argon2id'
  | 'awscognito'
  | 'bcrypt'
  | 'bcrypt_peppered'
  | 'bcrypt_sha256_django'
  | 'hmac_sha256_utf16_b64'
  | 'ldap_ssha'
  | 'md5'
  | 'md5_phpass'
  | 'md5_salted'
  | 'pbkdf2_sha1'
  | 'pbkdf2_sha256'
  | 'pbkdf2_sha256_django'
  | 'pbkdf2_sha512'
  | 'pbkdf2_sha512_hex'
  | 'phpass'
  | 'scrypt_firebase'
  | 'scrypt_werkzeug'
  | 'sha256'
  | 'sha256_salted'
  | 'sha512_symfony'

export interface UserListParams extends UserCountParams {
  limit?: number | undefined
  offset?: number | undefined
  /** The id of the last user of the page before; in place of an offset. */
  startingAfter?: string | undefined
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

export interface UserCountParams {
  emailAddress?: string[] | undefined
  phoneNumber?: string[] | undefined
  externalId?: string[] | undefined
  username?: string[] | undefined
  web3Wallet?: string[] | undefined
  userId?: string[] | undefined
  organizationId?: string[] | undefined
  /** Part of a name, address or id. */
  query?: string | undefined
  emailAddressQuery?: string | undefined
  phoneNumberQuery?: string | undefined
  usernameQuery?: string | undefined
  nameQuery?: string | undefined
  banned?: boolean | undefined
  lastActiveAtBefore?: number | undefined
  lastActiveAtAfter?: number | undefined
  last_active_at_since?: number | undefined
  createdAtBefore?: number | undefined
  createdAtAfter?: number | undefined
  lastSignInAtBefore?: number | undefined
  lastSignInAtAfter?: number | undefined
  provider?: string | undefined
  providerUserId?: string[] | undefined
}

export interface CreateUserParams extends UserMetadataParams {
  externalId?: string | null | undefined
  firstName?: string | null | undefined
  lastName?: string | null | undefined
  username?: string | null | undefined
  locale?: string | null | undefined
  timezone?: string | null | undefined
  password?: string | null | undefined
  /** With `passwordHasher`, in place of a password. */
  passwordDigest?: string | null | undefined
  passwordHasher?: PasswordHasher | undefined
  skipPasswordChecks?: boolean | null | undefined
  /** In base32, as the authenticator app has it. */
  totpSecret?: string | null | undefined
  /** As they are, or digests of them by bcrypt. */
  backupCodes?: string[] | undefined
  deleteSelfEnabled?: boolean | null | undefined
  createOrganizationEnabled?: boolean | null | undefined
  createOrganizationsLimit?: number | null | undefined
  legalAcceptedAt?: Date | null | undefined
  skipLegalChecks?: boolean | null | undefined
  createdAt?: Date | null | undefined
  /** Kept for the app: no sign-in asks for it yet. */
  bypassClientTrust?: boolean | null | undefined
  /** They count as verified; the first one is primary. */
  emailAddress?: string[] | undefined
  /** They count as verified; the first one is primary. */
  phoneNumber?: string[] | undefined
  /** They count as verified; the first one is primary. */
  web3Wallet?: string[] | undefined
  emailAddressIdentificationStatus?: Array<'verified' | 'reserved'> | undefined
  phoneNumberIdentificationStatus?: Array<'verified' | 'reserved'> | undefined
  /** For users who sign in without a password. */
  skipPasswordRequirement?: boolean | null | undefined
  skipUserRequirement?: boolean | null | undefined
  banned?: boolean | null | undefined
  locked?: boolean | null | undefined
}

export interface UpdateUserParams extends UserMetadataParams {
  externalId?: string | null | undefined
  firstName?: string | null | undefined
  lastName?: string | null | undefined
  username?: string | null | undefined
  locale?: string | null | undefined
  timezone?: string | null | undefined
  password?: string | null | undefined
  /** With `passwordHasher`, in place of a password. */
  passwordDigest?: string | null | undefined
  passwordHasher?: PasswordHasher | undefined
  skipPasswordChecks?: boolean | null | undefined
  /** In base32, as the authenticator app has it. */
  totpSecret?: string | null | undefined
  /** As they are, or digests of them by bcrypt. */
  backupCodes?: string[] | undefined
  deleteSelfEnabled?: boolean | null | undefined
  createOrganizationEnabled?: boolean | null | undefined
  createOrganizationsLimit?: number | null | undefined
  legalAcceptedAt?: Date | null | undefined
  skipLegalChecks?: boolean | null | undefined
  createdAt?: Date | null | undefined
  /** Kept for the app: no sign-in asks for it yet. */
  bypassClientTrust?: boolean | null | undefined
  primaryEmailAddressID?: string | null | undefined
  notifyPrimaryEmailAddressChanged?: boolean | null | undefined
  primaryPhoneNumberID?: string | null | undefined
  primaryWeb3WalletID?: string | null | undefined
  profileImageID?: string | null | undefined
  signOutOfOtherSessions?: boolean | null | undefined
}

export interface UserMetadataParams {
  publicMetadata?: UserPublicMetadata | undefined
  privateMetadata?: UserPrivateMetadata | undefined
  unsafeMetadata?: UserUnsafeMetadata | undefined
}

export interface BanUsersParams {
  userIds: string[]
}

export interface UnbanUsersParams {
  userIds: string[]
}

export interface VerifyPasswordParams {
  password: string
}

export interface RemovePasswordParams {
  signOutOfOtherSessions?: boolean | null | undefined
}

export interface SetPasswordCompromisedParams {
  revokeAllSessions?: boolean | null | undefined
}

export interface VerifyTOTPParams {
  code: string
}

export interface GetUserOauthAccessTokenParams {
  limit?: number | undefined
  offset?: number | undefined
}

export interface ReplaceUserEmailAddressParams {
  emailAddress: string
  identificationStatus?: 'verified' | 'reserved' | 'unverified' | undefined
  notifyPrimaryEmailAddressChanged?: boolean | null | undefined
}

export interface ReplaceUserPhoneNumberParams {
  phoneNumber: string
  identificationStatus?: 'verified' | 'reserved' | 'unverified' | undefined
}

export interface CreateEmailAddressParams extends UpdateEmailAddressParams {
  userId: string
  emailAddress: string
}

export interface UpdateEmailAddressParams {
  verified?: boolean | null | undefined
  primary?: boolean | null | undefined
  notifyPrimaryEmailAddressChanged?: boolean | null | undefined
}

export interface AttemptEmailAddressVerificationParams {
  /** As `prepareEmailAddressVerification` answered it. */
  verificationId: string
  code: string
}

export interface CreatePhoneNumberParams extends UpdatePhoneNumberParams {
  userId: string
  phoneNumber: string
}

export interface UpdatePhoneNumberParams {
  verified?: boolean | null | undefined
  primary?: boolean | null | undefined
  reservedForSecondFactor?: boolean | null | undefined
}

export interface SessionListParams {
  clientId?: string | undefined
  userId?: string | undefined
  status?: 'abandoned' | 'active' | 'ended' | 'expired' | 'removed' | 'replaced' | 'revoked' | 'pending' | undefined
  limit?: number | undefined
  offset?: number | undefined
}

export interface CreateSessionParams {
  userId: string
  activeOrganizationId?: string | undefined
}

export interface RefreshTokenParams {
  suffixed_cookies?: boolean | undefined
  expired_token: string
  refresh_token: string
  request_origin: string
  request_headers?: Record<string, unknown> | undefined
  format?: 'token' | 'cookie' | null | undefined
  request_originating_ip?: string | null | undefined
}

export interface VerifySessionParams {
  token: string
}

export interface ClientListParams {
  limit?: number | undefined
  offset?: number | undefined
}

export interface GetHandshakePayloadParams {
  nonce: string
}

export interface UpdateSettingsParams {
  dryRun?: boolean | undefined
  reason?: string | undefined
  branding?:
    | {
        applicationName?: string | null | undefined
        logoUrl?: string | null | undefined
        accentColor?: string | null | undefined
        termsUrl?: string | null | undefined
        privacyUrl?: string | null | undefined
        socialButtons?: 'first' | 'last' | null | undefined
      }
    | undefined
  allowedOrigins?: string[] | null | undefined
  outbound?:
    | {
        privateHosts?: string[] | null | undefined
      }
    | undefined
  reservedUsernames?: string[] | null | undefined
  enumerationProtection?: boolean | null | undefined
  attributes?:
    | {
        emailAddress?: 'off' | 'optional' | 'required' | null | undefined
        phoneNumber?: 'off' | 'optional' | 'required' | null | undefined
        web3Wallet?: 'off' | 'optional' | 'required' | null | undefined
        username?: 'off' | 'optional' | 'required' | null | undefined
        firstName?: 'off' | 'optional' | 'required' | null | undefined
        lastName?: 'off' | 'optional' | 'required' | null | undefined
      }
    | undefined
  phoneNumbers?:
    | {
        countries?: string[] | null | undefined
        defaultCountry?: string | '' | null | undefined
      }
    | undefined
  signIn?:
    | {
        password?: boolean | null | undefined
        emailCode?: boolean | null | undefined
        emailLink?: boolean | null | undefined
        phoneCode?: boolean | null | undefined
        passkey?: boolean | null | undefined
        ticket?: boolean | null | undefined
      }
    | undefined
  secondFactors?:
    | {
        totp?: boolean | null | undefined
        phoneCode?: boolean | null | undefined
        backupCode?: boolean | null | undefined
        passkey?: boolean | null | undefined
        required?: boolean | null | undefined
      }
    | undefined
  signUp?:
    | {
        mode?: 'public' | 'restricted' | 'waitlist' | null | undefined
        password?: 'optional' | 'required' | null | undefined
        fromSignIn?: boolean | null | undefined
      }
    | undefined
  passkeys?:
    | {
        allowAutofill?: boolean | null | undefined
        showSignInButton?: boolean | null | undefined
        satisfiesSecondFactor?: boolean | null | undefined
      }
    | undefined
  web3Wallets?:
    | {
        metamask?: boolean | null | undefined
        coinbaseWallet?: boolean | null | undefined
        okxWallet?: boolean | null | undefined
        base?: boolean | null | undefined
        solana?: boolean | null | undefined
      }
    | undefined
  password?:
    | {
        minLength?: number | null | undefined
        maxLength?: number | null | undefined
        refuseEasy?: boolean | null | undefined
        minStrength?: number | null | undefined
        breachApiUrl?: string | null | undefined
        refuseBreachedOnSignIn?: boolean | null | undefined
      }
    | undefined
  restrictions?:
    | {
        allowlist?: boolean | null | undefined
        blocklist?: boolean | null | undefined
        allowlistBlocklistDisabledOnSignIn?: boolean | null | undefined
        blockEmailSubaddresses?: boolean | null | undefined
        blockDisposableEmailDomains?: boolean | null | undefined
      }
    | undefined
  legal?:
    | {
        consentRequired?: boolean | null | undefined
      }
    | undefined
  captcha?:
    | {
        siteKey?: string | null | undefined
        widgetType?: 'smart' | 'invisible' | null | undefined
        scriptUrl?: string | null | undefined
        verifyUrl?: string | null | undefined
      }
    | undefined
  session?:
    | {
        lifetimeSeconds?: number | null | undefined
        inactivitySeconds?: number | null | undefined
        single?: boolean | null | undefined
      }
    | undefined
  reverification?:
    | {
        required?: boolean | null | undefined
      }
    | undefined
  sessionClaims?: Record<string, unknown> | null | undefined
  codes?:
    | {
        lifetimeSeconds?: number | null | undefined
        maxAttempts?: number | null | undefined
      }
    | undefined
  emailLink?:
    | {
        requireSameClient?: boolean | null | undefined
      }
    | undefined
  lockout?:
    | {
        maxAttempts?: number | null | undefined
        durationSeconds?: number | null | undefined
      }
    | undefined
  rateLimits?:
    | {
        attemptsPerMinute?: number | null | undefined
        messagesPerMinute?: number | null | undefined
        codesPerRecipientPerMinute?: number | null | undefined
        codesPerRecipientPerHour?: number | null | undefined
        codesPerRecipientPerDay?: number | null | undefined
        textsPerCountryPerHour?: number | null | undefined
        textsPerCountryPerDay?: number | null | undefined
        secondsBetweenCodes?: number | null | undefined
        guessesPerRecipientPerHour?: number | null | undefined
        guessesPerRecipientPerDay?: number | null | undefined
      }
    | undefined
  events?:
    | {
        keptDays?: number | null | undefined
      }
    | undefined
  webhooks?:
    | {
        retrySeconds?: number[] | null | undefined
        operatorEmail?: string | null | undefined
      }
    | undefined
  social?:
    | Record<
        string,
        {
          clientId: string
          enabled?: boolean | undefined
          authenticatable?: boolean | undefined
          scopes?: string[] | undefined
          name?: string | undefined
          logoUrl?: string | undefined
          issuer?: string | undefined
          authorizationUrl?: string | undefined
          tokenUrl?: string | undefined
          userinfoUrl?: string | undefined
          jwksUrl?: string | undefined
          clientAuthentication?: 'basic' | 'post' | 'none' | undefined
          pkce?: boolean | undefined
          claims?:
            | {
                subject?: string | undefined
                email?: string | undefined
                emailVerified?: string | undefined
                firstName?: string | undefined
                lastName?: string | undefined
                username?: string | undefined
                imageUrl?: string | undefined
              }
            | undefined
          tenant?: string | undefined
          teamId?: string | undefined
          keyId?: string | undefined
        }
      >
    | null
    | undefined
  notices?:
    | {
        accountChanges?: boolean | null | undefined
        newDevices?: boolean | null | undefined
      }
    | undefined
}

export interface CreateJwtTemplateParams {
  name: string
  claims: Record<string, unknown>
  /** In seconds, as the clock skew. */
  lifetime?: number | null | undefined
  allowedClockSkew?: number | null | undefined
  customSigningKey?: boolean | undefined
  signingAlgorithm?: 'RS256' | 'RS384' | 'RS512' | 'HS256' | 'HS384' | 'HS512' | 'ES256' | 'ES384' | 'ES512' | null | undefined
  /** A secret for HS…, a private key as PEM for RS… and ES…. */
  signingKey?: string | null | undefined
}

export interface UpdateJwtTemplateParams {
  name?: string | undefined
  claims?: Record<string, unknown> | undefined
  /** In seconds, as the clock skew. */
  lifetime?: number | null | undefined
  allowedClockSkew?: number | null | undefined
  customSigningKey?: boolean | undefined
  signingAlgorithm?: 'RS256' | 'RS384' | 'RS512' | 'HS256' | 'HS384' | 'HS512' | 'ES256' | 'ES384' | 'ES512' | null | undefined
  /** A secret for HS…, a private key as PEM for RS… and ES…. */
  signingKey?: string | null | undefined
}

export interface UpdateSignUpParams {
  /** The user that comes of the sign-up gets it. */
  externalId?: string | null | undefined
  /** Kept and shown for the app; it changes nothing here. */
  customAction?: boolean | null | undefined
}

export interface CreateSocialConnectionParams {
  provider: string
  clientId: string
  enabled?: boolean | null | undefined
  authenticatable?: boolean | null | undefined
  scopes?: string[] | null | undefined
  name?: string | null | undefined
  logoUrl?: string | null | undefined
  issuer?: string | null | undefined
  authorizationUrl?: string | null | undefined
  tokenUrl?: string | null | undefined
  userinfoUrl?: string | null | undefined
  jwksUrl?: string | null | undefined
  clientAuthentication?: 'basic' | 'post' | 'none' | null | undefined
  pkce?: boolean | null | undefined
  claims?:
    | {
        subject?: string | undefined
        email?: string | undefined
        emailVerified?: string | undefined
        firstName?: string | undefined
        lastName?: string | undefined
        username?: string | undefined
        imageUrl?: string | undefined
      }
    | null
    | undefined
  tenant?: string | null | undefined
  teamId?: string | null | undefined
  keyId?: string | null | undefined
  /** What proves the client; of Apple the content of the .p8 file. An empty text keeps what is there, null clears it. */
  clientSecret?: string | null | undefined
}

export interface UpdateSocialConnectionParams {
  clientId?: string | undefined
  enabled?: boolean | null | undefined
  authenticatable?: boolean | null | undefined
  scopes?: string[] | null | undefined
  name?: string | null | undefined
  logoUrl?: string | null | undefined
  issuer?: string | null | undefined
  authorizationUrl?: string | null | undefined
  tokenUrl?: string | null | undefined
  userinfoUrl?: string | null | undefined
  jwksUrl?: string | null | undefined
  clientAuthentication?: 'basic' | 'post' | 'none' | null | undefined
  pkce?: boolean | null | undefined
  claims?:
    | {
        subject?: string | undefined
        email?: string | undefined
        emailVerified?: string | undefined
        firstName?: string | undefined
        lastName?: string | undefined
        username?: string | undefined
        imageUrl?: string | undefined
      }
    | null
    | undefined
  tenant?: string | null | undefined
  teamId?: string | null | undefined
  keyId?: string | null | undefined
  /** What proves the client; of Apple the content of the .p8 file. An empty text keeps what is there, null clears it. */
  clientSecret?: string | null | undefined
}

export interface InvitationListParams {
  status?: 'pending' | 'accepted' | 'revoked' | 'expired' | undefined
  query?: string | undefined
  orderBy?: Sorted<'created_at' | 'email_address' | 'expires_at'> | undefined
  limit?: number | undefined
  offset?: number | undefined
}

export interface CreateInvitationParams {
  emailAddress: string
  /** It becomes the user's, once they sign up. */
  publicMetadata?: UserPublicMetadata | null | undefined
  /** A page of the app that takes the ticket, in place of our sign-up page. */
  redirectUrl?: string | null | undefined
  expiresInDays?: number | null | undefined
  /** Whether a letter is sent; it is unless this is false. */
  notify?: boolean | null | undefined
  ignoreExisting?: boolean | null | undefined
  templateSlug?: 'invitation' | 'waitlist_invitation' | undefined
}

export interface CreateSignInTokenParams {
  userId: string
  expiresInSeconds?: number | null | undefined
  orgId?: string | null | undefined
}

export interface WaitlistEntryListParams {
  status?: 'pending' | 'invited' | 'completed' | 'rejected' | undefined
  query?: string | undefined
  orderBy?: Sorted<'created_at' | 'email_address' | 'invited_at'> | undefined
  limit?: number | undefined
  offset?: number | undefined
}

export interface WaitlistEntryParams {
  emailAddress: string
  /** Whether a letter confirms it; one does unless this is false. */
  notify?: boolean | null | undefined
}

export interface InviteWaitlistEntryParams {
  ignoreExisting?: boolean | null | undefined
}

export interface EventListParams {
  limit?: number | undefined
  /** The `sequence` behind which to begin; without it the newest events are listed. */
  after?: number | undefined
}

export interface WebhookEndpointListParams {
  limit?: number | undefined
  offset?: number | undefined
}

export interface CreateWebhookEndpointParams {
  /** `https://…`; `http://` and private addresses are for hosts of `outbound.private_hosts`. */
  url: string
  /** The events to send; null for all but `email.created` and `sms.created`. */
  events?:
    | Array<
        | 'user.created'
        | 'user.updated'
        | 'user.deleted'
        | 'session.created'
        | 'session.ended'
        | 'session.removed'
        | 'session.revoked'
        | 'email.created'
        | 'sms.created'
        | 'waitlistEntry.created'
        | 'waitlistEntry.updated'
        | 'organization.created'
        | 'organization.deleted'
        | 'organization.updated'
        | 'organizationDomain.created'
        | 'organizationDomain.deleted'
        | 'organizationDomain.updated'
        | 'organizationInvitation.accepted'
        | 'organizationInvitation.created'
        | 'organizationInvitation.revoked'
        | 'organizationMembership.created'
        | 'organizationMembership.deleted'
        | 'organizationMembership.updated'
        | 'paymentAttempt.created'
        | 'paymentAttempt.updated'
        | 'permission.created'
        | 'permission.deleted'
        | 'permission.updated'
        | 'role.created'
        | 'role.deleted'
        | 'role.updated'
        | 'session.pending'
        | 'subscription.active'
        | 'subscription.created'
        | 'subscription.pastDue'
        | 'subscription.updated'
        | 'subscriptionItem.abandoned'
        | 'subscriptionItem.active'
        | 'subscriptionItem.canceled'
        | 'subscriptionItem.ended'
        | 'subscriptionItem.freeTrialEnding'
        | 'subscriptionItem.incomplete'
        | 'subscriptionItem.pastDue'
        | 'subscriptionItem.upcoming'
        | 'subscriptionItem.updated'
      >
    | null
    | undefined
  description?: string | undefined
  enabled?: boolean | undefined
}

export interface UpdateWebhookEndpointParams {
  /** `https://…`; `http://` and private addresses are for hosts of `outbound.private_hosts`. */
  url?: string | undefined
  /** The events to send; null for all but `email.created` and `sms.created`. */
  events?:
    | Array<
        | 'user.created'
        | 'user.updated'
        | 'user.deleted'
        | 'session.created'
        | 'session.ended'
        | 'session.removed'
        | 'session.revoked'
        | 'email.created'
        | 'sms.created'
        | 'waitlistEntry.created'
        | 'waitlistEntry.updated'
        | 'organization.created'
        | 'organization.deleted'
        | 'organization.updated'
        | 'organizationDomain.created'
        | 'organizationDomain.deleted'
        | 'organizationDomain.updated'
        | 'organizationInvitation.accepted'
        | 'organizationInvitation.created'
        | 'organizationInvitation.revoked'
        | 'organizationMembership.created'
        | 'organizationMembership.deleted'
        | 'organizationMembership.updated'
        | 'paymentAttempt.created'
        | 'paymentAttempt.updated'
        | 'permission.created'
        | 'permission.deleted'
        | 'permission.updated'
        | 'role.created'
        | 'role.deleted'
        | 'role.updated'
        | 'session.pending'
        | 'subscription.active'
        | 'subscription.created'
        | 'subscription.pastDue'
        | 'subscription.updated'
        | 'subscriptionItem.abandoned'
        | 'subscriptionItem.active'
        | 'subscriptionItem.canceled'
        | 'subscriptionItem.ended'
        | 'subscriptionItem.freeTrialEnding'
        | 'subscriptionItem.incomplete'
        | 'subscriptionItem.pastDue'
        | 'subscriptionItem.upcoming'
        | 'subscriptionItem.updated'
      >
    | null
    | undefined
  description?: string | undefined
  enabled?: boolean | undefined
}

export interface RotateWebhookSecretParams {
  /** Seconds for which the secret that signed until now signs as well. */
  previousSecretTtl?: number | undefined
}

export interface WebhookDeliveryListParams {
  limit?: number | undefined
  offset?: number | undefined
  status?: 'queued' | 'waiting' | 'sending' | 'delivered' | 'failed' | undefined
}

export interface ReplayWebhooksParams {
  /** The first moment of the events to send again. */
  since: Date
}
