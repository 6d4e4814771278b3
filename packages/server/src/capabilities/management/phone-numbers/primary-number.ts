/** The primary number is the one that a user is known by: always a verified one of their own, while they have any. */
import { errors } from '@frontdesk/contract'
import type { Transaction } from '../../../start/instance.js'
import { endOpenSignIns } from '../../entering/sign-in/end-open.js'
import { emailAddressesOf } from '../../identity/email-addresses/email-addresses.js'
import { type PhoneNumberRow, phoneNumbersOf } from '../../identity/phone-numbers/phone-numbers.js'
import { holds } from '../../identity/users/holdings.js'
import { lockUserRow, type UserRow, updateUser } from '../../identity/users/users.js'

/** @throws `resource_not_found` for a number of somebody else, `form_param_value_invalid` for one that is not verified */
export async function setPrimaryNumber(tx: Transaction, user: UserRow, numberId: string): Promise<UserRow> {
  const chosen = (await phoneNumbersOf(tx, [user.id])).find(({ id }) => id === numberId)
  if (!chosen) throw errors.resourceNotFound()
  if (chosen.verified_at === null)
    throw errors.formParamValueInvalid('primary_phone_number_id', 'must be a verified phone number')
  if (chosen.id === user.primary_phone_number_id) return user
  const changed = await updateUser(tx, user.id, { primary_phone_number_id: chosen.id })
  await endOpenSignIns(tx, user.id)
  return changed
}

/** After numbers were added, verified or taken away: another verified one becomes primary, the oldest first. */
export async function settlePrimaryNumber(tx: Transaction, userId: string): Promise<UserRow> {
  const user = await lockUserRow(tx, userId)
  const verified = (await phoneNumbersOf(tx, [userId])).filter((number) => number.verified_at !== null)
  const primary = verified.find(({ id }) => id === user.primary_phone_number_id) ?? verified[0]
  return updateUser(tx, userId, { primary_phone_number_id: primary?.id ?? null })
}

/** @throws `identification_deletion_failed` when, without this number, nothing would identify the user any more */
export async function requireOtherIdentifierThanNumber(tx: Transaction, user: UserRow, number: PhoneNumberRow): Promise<void> {
  if (number.verified_at === null || user.username !== null || holds(user, 'external_account')) return
  if (user.primary_web3_wallet_id !== null) return
  const identifies = (row: { id: string; verified_at: number | null }) => row.id !== number.id && row.verified_at !== null
  if ((await emailAddressesOf(tx, [user.id])).some(identifies)) return
  const others = (await phoneNumbersOf(tx, [user.id])).filter((row) => row.reserved_for_second_factor === 0)
  if (!others.some(identifies)) throw errors.lastIdentificationDeletionFailed()
}
