import { type backendApi, errors } from '@frontdesk/contract'
import type * as z from 'zod'
import { flag } from '../../../database/columns.js'
import { type Instance, transaction } from '../../../start/instance.js'
import { presentSettings } from '../../ground/settings/stored.js'
import { addVerifiedEmailAddress, vouchedFor } from '../../identity/email-addresses/email-addresses.js'
import { addVerifiedPhoneNumber, vouchedNumber } from '../../identity/phone-numbers/phone-numbers.js'
import { notePasswordKind } from '../../identity/users/password-kinds.js'
import { refuseImitatedUsername } from '../../identity/users/reserved-usernames.js'
import { insertUser, type UserRow, updateUser } from '../../identity/users/users.js'
import { requireWallet } from '../../identity/web3-wallets/challenges.js'
import { addVerifiedWeb3Wallet, vouchedWallet } from '../../identity/web3-wallets/web3-wallets.js'
import { requireNumber } from '../phone-numbers/numbers.js'
import { lockEnd } from './locks.js'
import { passwordDigestOf } from './password-digest.js'
import { giveFactors, givenFactors } from './second-factors.js'

type Fields = z.output<typeof backendApi.users.createUser.shapes.body>

/**
 * Makes a user on the app's word: the addresses, numbers and wallets count as verified, of each the first one is primary.
 * @throws `form_data_missing`, `form_identifier_exists`, `feature_not_enabled`
 */
export async function createUser(instance: Instance, fields: Fields): Promise<UserRow> {
  refuseReservedAddresses(fields)
  const wallets = (fields.web3_wallet ?? []).map((typed) => requireWallet(typed).address)
  const numbers = await Promise.all((fields.phone_number ?? []).map((typed) => requireNumber(instance, typed)))
  await requireCredentials(instance, fields)
  if (fields.username) refuseImitatedUsername(instance, fields.username)
  const digest = await passwordDigestOf(instance, fields, async () => ({ ...fields, emailAddresses: fields.email_address ?? [] }))

  const factors = await givenFactors(fields)

  return transaction(instance, async (tx) => {
    const { id } = await insertUser(tx, {
      external_id: fields.external_id ?? null,
      username: fields.username ?? null,
      first_name: fields.first_name ?? null,
      last_name: fields.last_name ?? null,
      locale: fields.locale ?? null,
      timezone: fields.timezone ?? null,
      password_digest: digest,
      public_metadata: fields.public_metadata ?? {},
      private_metadata: fields.private_metadata ?? {},
      unsafe_metadata: fields.unsafe_metadata ?? {},
      legal_accepted_at: fields.legal_accepted_at ?? null,
      created_at: fields.created_at ?? tx.now(),
      delete_self_enabled: fields.delete_self_enabled ?? true,
      create_organization_enabled: fields.create_organization_enabled ?? true,
      create_organizations_limit: fields.create_organizations_limit ?? null,
      bypass_client_trust: fields.bypass_client_trust ?? false,
    })
    if (digest) await notePasswordKind(tx, digest)
    await giveFactors(tx, id, factors)
    let primaryId: string | null = null
    const now = tx.now()
    for (const [position, address] of (fields.email_address ?? []).entries()) {
      const added = await addVerifiedEmailAddress(tx, id, vouchedFor(address), { addedAt: now + position }) // a millisecond keeps the order
      primaryId ??= added.id
    }
    let primaryNumberId: string | null = null
    for (const [position, number] of numbers.entries()) {
      const added = await addVerifiedPhoneNumber(tx, id, vouchedNumber(number), { addedAt: now + position }) // as above
      primaryNumberId ??= added.id
    }
    let primaryWalletId: string | null = null
    for (const [position, wallet] of wallets.entries()) {
      const added = await addVerifiedWeb3Wallet(tx, id, vouchedWallet(wallet), { addedAt: now + position }) // as above
      primaryWalletId ??= added.id
    }
    const user = await updateUser(tx, id, {
      primary_email_address_id: primaryId,
      primary_phone_number_id: primaryNumberId,
      primary_web3_wallet_id: primaryWalletId,
      banned: flag(fields.banned ?? false),
      locked_until: fields.locked ? lockEnd(tx) : null,
    })
    tx.tell('user.created', user.id)
    return user
  })
}

function refuseReservedAddresses(fields: Fields): void {
  for (const name of ['email_address', 'phone_number'] as const) {
    const statuses = fields[`${name}_identification_status`] ?? []
    if (statuses.includes('reserved')) throw errors.featureNotEnabled(`${name}_identification_status`)
    if (statuses.length > 0 && statuses.length !== (fields[name] ?? []).length)
      throw errors.formParamValueInvalid(`${name}_identification_status`, `must have one value for each ${name}`)
  }
}

/** What sign-up asks for is asked for here too, unless the caller skips it; with no identifier at all nobody could ever sign in. */
async function requireCredentials(instance: Instance, fields: Fields): Promise<void> {
  const { attributes } = await presentSettings(instance)
  const hasAddress = (fields.email_address ?? []).length > 0
  const missing: string[] = []
  const hasNumber = (fields.phone_number ?? []).length > 0
  const hasWallet = (fields.web3_wallet ?? []).length > 0
  const isAsked = (attribute: 'off' | 'optional' | 'required') => attribute === 'required' && !fields.skip_user_requirement
  if (!hasAddress && (isAsked(attributes.emailAddress) || !(hasNumber || hasWallet || fields.username)))
    missing.push('email_address')
  if (!hasNumber && isAsked(attributes.phoneNumber)) missing.push('phone_number')
  if (!hasWallet && isAsked(attributes.web3Wallet)) missing.push('web3_wallet')
  if (!fields.username && isAsked(attributes.username)) missing.push('username')
  if (!fields.password && !fields.password_digest && !fields.skip_password_requirement) missing.push('password')
  if (missing.length > 0) throw errors.formDataMissing(missing)
}
