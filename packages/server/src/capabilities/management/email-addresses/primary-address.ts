/** The primary address is where a user is written to and known by: always a verified one of their own, while they have any. */
import { errors } from '@frontdesk/contract'
import type { Transaction } from '../../../start/instance.js'
import { endOpenSignIns } from '../../entering/sign-in/end-open.js'
import { type EmailAddressRow, emailAddressesOf } from '../../identity/email-addresses/email-addresses.js'
import { hasPrimary, type UserRow, updateUser } from '../../identity/users/users.js'
import type { ChangedBy } from '../../telling/notices/notice-mail.js'
import { tellOwner } from '../../telling/notices/notices.js'

/** Writes to the owner where `tell` says who made the change. @throws `resource_not_found` for an address of somebody else, `form_param_value_invalid` for one that is not verified */
export async function setPrimaryAddress(
  tx: Transaction,
  user: UserRow,
  addressId: string,
  tell: { by: ChangedBy } | null,
): Promise<UserRow> {
  const addresses = await emailAddressesOf(tx, [user.id])
  const chosen = addresses.find((address) => address.id === addressId)
  if (!chosen) throw errors.resourceNotFound()
  if (chosen.verified_at === null) throw errors.formParamValueInvalid('primary_email_address_id', 'must be a verified address')
  if (chosen.id === user.primary_email_address_id) return user

  const isChange = user.primary_email_address_id !== null
  if (tell && isChange)
    await tellOwner(tx, user.id, { kind: 'primary_email_address_changed', address: chosen.email_address }, tell.by)
  const changed = await updateUser(tx, user.id, { primary_email_address_id: chosen.id })
  await endOpenSignIns(tx, user.id)
  return changed
}

/** After an address was taken away: another verified one becomes primary, the oldest first. */
export async function settlePrimaryAddress(tx: Transaction, user: UserRow): Promise<UserRow> {
  const verified = (await emailAddressesOf(tx, [user.id])).filter((address) => address.verified_at !== null)
  const primary = verified.find((address) => address.id === user.primary_email_address_id) ?? verified[0]
  return updateUser(tx, user.id, { primary_email_address_id: primary?.id ?? null })
}

/** @throws `identification_deletion_failed` when, without this address, nothing would identify the user any more */
export async function requireOtherIdentifier(tx: Transaction, user: UserRow, address: EmailAddressRow): Promise<void> {
  if (address.verified_at === null || user.username !== null || hasPrimary(user, 'primary_email_address_id')) return
  const others = (await emailAddressesOf(tx, [user.id])).filter(({ id }) => id !== address.id)
  if (!others.some((other) => other.verified_at !== null)) throw errors.lastIdentificationDeletionFailed()
}
