/** Addresses of users, as an app that holds the secret key changes them: on its word they are verified, or not. */
import { errors } from '@frontdesk/contract'
import { type Instance, type Transaction, transaction } from '../../../start/instance.js'
import { endOpenSignIns } from '../../entering/sign-in/end-open.js'
import {
  addUnverifiedEmailAddress,
  addVerifiedEmailAddress,
  type EmailAddressRow,
  emailAddressesOf,
  findEmailAddress,
  markUnverified,
  markVerified,
  removeEmailAddress,
  vouchedFor,
} from '../../identity/email-addresses/email-addresses.js'
import { hasPrimary, lockUserRow, type UserRow, updateUser } from '../../identity/users/users.js'
import { tellOwner } from '../../telling/notices/notices.js'
import { requireOtherIdentifier, setPrimaryAddress, settlePrimaryAddress } from './primary-address.js'

interface States {
  verified?: boolean | null | undefined
  primary?: boolean | null | undefined
  notify_primary_email_address_changed?: boolean | null | undefined
}

/**
 * Unverified unless said otherwise; the first verified one is primary.
 * @throws `resource_not_found` for the user, `form_identifier_exists`, `form_param_value_invalid`
 */
export async function createEmailAddress(
  instance: Instance,
  { user_id, email_address, ...states }: States & { user_id: string; email_address: string },
): Promise<EmailAddressRow> {
  if (states.primary && !states.verified) throw notVerified()
  return transaction(instance, async (tx) => {
    const user = await lockUserRow(tx, user_id)
    const address = states.verified
      ? await addVerifiedEmailAddress(tx, user.id, vouchedFor(email_address))
      : await addUnverifiedEmailAddress(tx, user.id, email_address)
    await settle(tx, user, address, states)
    return address
  })
}

/** @throws `resource_not_found`, `form_identifier_exists`, `form_param_value_invalid`, `identification_deletion_failed` */
export async function changeEmailAddress(instance: Instance, id: string, states: States): Promise<EmailAddressRow> {
  return transaction(instance, async (tx) => {
    const known = await requireAddress(tx, id)
    const user = await lockUserRow(tx, known.user_id)
    let address = known
    if (states.verified === true && known.verified_at === null)
      address = await markVerified(tx, id, vouchedFor(known.email_address))
    if (states.verified === false && known.verified_at !== null) {
      await requireOtherIdentifier(tx, user, known)
      address = await markUnverified(tx, known)
      await endOpenSignIns(tx, user.id)
    }
    if (states.primary && address.verified_at === null) throw notVerified()
    await settle(tx, user, address, states)
    return address
  })
}

/** @throws `resource_not_found`, `identification_deletion_failed` */
export async function deleteEmailAddress(instance: Instance, id: string): Promise<void> {
  await transaction(instance, async (tx) => {
    const address = await requireAddress(tx, id)
    const user = await lockUserRow(tx, address.user_id)
    await requireOtherIdentifier(tx, user, address)
    await removeEmailAddress(tx, id)
    await endOpenSignIns(tx, user.id)
    await settlePrimaryAddress(tx, user)
    tx.tell('user.updated', user.id)
  })
}

interface Replacement {
  email_address: string
  identification_status: 'verified' | 'reserved' | 'unverified'
  notify_primary_email_address_changed?: boolean | null | undefined
}

/**
 * One address in place of all that the user has, on the app's word a verified one. Unverified, it identifies nobody until its code is
 * typed. @throws `resource_not_found`, `form_identifier_exists`, `feature_not_enabled`, `identification_deletion_failed`
 */
export async function replaceEmailAddresses(
  instance: Instance,
  userId: string,
  replacement: Replacement,
): Promise<EmailAddressRow> {
  const { email_address, identification_status: status, notify_primary_email_address_changed: notify } = replacement
  if (status === 'reserved') throw errors.featureNotEnabled('identification_status')
  return transaction(instance, async (tx) => {
    const user = await lockUserRow(tx, userId)
    const former = await emailAddressesOf(tx, [userId])
    const primary = former.find(({ id }) => id === user.primary_email_address_id)
    if (notify && primary && primary.email_address !== email_address)
      await tellOwner(tx, userId, { kind: 'primary_email_address_changed', address: email_address }, null)
    for (const { id } of former) await removeEmailAddress(tx, id)
    const added =
      status === 'verified'
        ? await addVerifiedEmailAddress(tx, userId, vouchedFor(email_address))
        : await addUnverifiedEmailAddress(tx, userId, email_address)
    if (status === 'unverified' && user.username === null && !hasPrimary(user, 'primary_email_address_id'))
      throw errors.lastIdentificationDeletionFailed()
    await updateUser(tx, userId, { primary_email_address_id: status === 'verified' ? added.id : null })
    await endOpenSignIns(tx, userId)
    tx.tell('user.updated', userId)
    return added
  })
}

/** @throws `resource_not_found` */
export async function requireAddress(instance: Instance, id: string): Promise<EmailAddressRow> {
  const address = await findEmailAddress(instance, id)
  if (!address) throw errors.resourceNotFound()
  return address
}

async function settle(tx: Transaction, user: UserRow, address: EmailAddressRow, states: States): Promise<void> {
  const tell = states.notify_primary_email_address_changed ? { by: null } : null
  const settled = states.primary ? await setPrimaryAddress(tx, user, address.id, tell) : await settlePrimaryAddress(tx, user)
  tx.tell('user.updated', settled.id)
}

const notVerified = () => errors.formParamValueInvalid('primary', 'needs a verified address')
