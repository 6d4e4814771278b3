import type { BackendUser, PublicUserData, User } from '@frontdesk/contract'
import { imageUrl, imageUrlForServers } from '../capabilities/ground/images/image-url.js'
import { hasTwoFactors } from '../capabilities/identity/second-factors/second-factors.js'
import { holds } from '../capabilities/identity/users/holdings.js'
import type { UserRow } from '../capabilities/identity/users/users.js'
import { fromJson } from '../database/columns.js'
import type { Instance } from '../start/instance.js'
import type { Belongings } from './belongings.js'
import { emailAddressResource } from './email-address.js'
import { externalAccount } from './external-account.js'
import { backendPasskey, passkeyResource } from './passkey.js'
import { phoneNumberResource } from './phone-number.js'
import { backendWeb3Wallet, web3WalletResource } from './web3-wallet.js'

type Metadata = Record<string, unknown>

const shared = (instance: Instance, user: UserRow, has: Belongings, picture: string) => ({
  object: 'user' as const,
  id: user.id,
  external_id: user.external_id,
  username: user.username,
  first_name: user.first_name,
  last_name: user.last_name,
  locale: user.locale,
  timezone: user.timezone,
  image_url: picture,
  profile_image_url: picture,
  has_image: user.image_id !== null,
  primary_email_address_id: user.primary_email_address_id,
  primary_phone_number_id: user.primary_phone_number_id,
  primary_web3_wallet_id: user.primary_web3_wallet_id,
  email_addresses: has.emailAddresses.map(emailAddressResource),
  phone_numbers: has.phoneNumbers.map(phoneNumberResource),
  external_accounts: has.externalAccounts.map(externalAccount),
  saml_accounts: [],
  enterprise_accounts: [],
  password_enabled: user.password_digest !== null,
  password_last_updated_at: user.password_updated_at,
  two_factor_enabled: hasTwoFactors(instance.settings, user),
  totp_enabled: holds(user, 'totp'),
  backup_code_enabled: holds(user, 'backup_code'),
  mfa_enabled_at: user.mfa_enabled_at,
  mfa_disabled_at: user.mfa_disabled_at,
  public_metadata: fromJson<Metadata>(user.public_metadata),
  unsafe_metadata: fromJson<Metadata>(user.unsafe_metadata),
  delete_self_enabled: user.delete_self_enabled === 1,
  create_organization_enabled: user.create_organization_enabled === 1,
  legal_accepted_at: user.legal_accepted_at,
  last_sign_in_at: user.last_sign_in_at,
  last_active_at: user.last_active_at,
  created_at: user.created_at,
  updated_at: user.updated_at,
  banned: user.banned === 1,
  ...lockOf(instance, user),
})

function lockOf(instance: Instance, user: UserRow) {
  const lockedMs = Math.max(user.locked_until ?? 0, user.guesses_locked_until ?? 0) - instance.now()
  const locked = lockedMs > 0
  return {
    locked,
    lockout_expires_in_seconds: locked ? Math.ceil(lockedMs / 1000) : null,
    verification_attempts_remaining: locked ? 0 : Math.max(0, instance.settings.lockout.maxAttempts - user.failed_attempts),
  }
}

/** A user as its own browser sees it: without private metadata. */
export const frontendUser = (instance: Instance, user: UserRow, has: Belongings): User => ({
  ...shared(instance, user, has, imageUrl(instance, user.image_id)),
  web3_wallets: has.web3Wallets.map(web3WalletResource),
  passkeys: has.passkeys.map(passkeyResource),
  ...(user.create_organizations_limit !== null && { create_organizations_limit: user.create_organizations_limit }),
  organization_memberships: [],
})

/** A user as the Backend API shows it. */
export function backendUser(instance: Instance, user: UserRow, has: Belongings): BackendUser {
  return {
    ...shared(instance, user, has, imageUrlForServers(instance, user.image_id)),
    web3_wallets: has.web3Wallets.map(backendWeb3Wallet),
    passkeys: has.passkeys.map(backendPasskey),
    create_organizations_limit: user.create_organizations_limit,
    private_metadata: fromJson<Metadata>(user.private_metadata),
    bypass_client_trust: user.bypass_client_trust === 1,
  }
}

/** What others in the same browser or organization may see of a user. */
export function publicUserData(user: User): PublicUserData {
  const primary = user.email_addresses.find((address) => address.id === user.primary_email_address_id)
  const number = user.phone_numbers.find(({ id }) => id === user.primary_phone_number_id)
  const wallet = user.web3_wallets.find(({ id }) => id === user.primary_web3_wallet_id)
  return {
    first_name: user.first_name,
    last_name: user.last_name,
    image_url: user.image_url,
    has_image: user.has_image,
    identifier: primary?.email_address ?? user.username ?? number?.phone_number ?? wallet?.web3_wallet ?? '',
    username: user.username,
    user_id: user.id,
  }
}
