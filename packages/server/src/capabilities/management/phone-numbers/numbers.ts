/** Phone numbers of users, as an app that holds the secret key changes them: on its word they are verified, or not. */
import { errors } from '@frontdesk/contract'
import { readPhoneNumber } from '../../../basics/phone-number.js'
import { type Instance, type Transaction, transaction } from '../../../start/instance.js'
import { endOpenSignIns } from '../../entering/sign-in/end-open.js'
import {
  addUnverifiedPhoneNumber,
  addVerifiedPhoneNumber,
  findPhoneNumber,
  markNumberUnverified,
  markNumberVerified,
  type PhoneNumberRow,
  phoneNumbersOf,
  removePhoneNumber,
  reserveForSecondFactor,
  vouchedNumber,
} from '../../identity/phone-numbers/phone-numbers.js'
import { lockUserRow, updateUser } from '../../identity/users/users.js'
import { requireOtherIdentifierThanNumber, setPrimaryNumber, settlePrimaryNumber } from './primary-number.js'

interface States {
  verified?: boolean | null | undefined
  primary?: boolean | null | undefined
  reserved_for_second_factor?: boolean | null | undefined
}

/** A number as E.164 has it, whatever its country: an app may keep numbers that this server writes to none of. @throws `form_param_format_invalid` */
export async function requireNumber({ settings }: Instance, typed: string, parameter = 'phone_number'): Promise<string> {
  const read = await readPhoneNumber(typed, settings.phoneNumbers.defaultCountry)
  if (!read)
    throw errors.formParamFormatInvalid(parameter, 'must be a whole number with its country code, such as +4915123456789')
  return read.number
}

/**
 * Unverified unless said otherwise; the first verified one is primary.
 * @throws `resource_not_found` for the user, `form_identifier_exists`, `form_param_format_invalid`, `form_param_value_invalid`
 */
export async function createPhoneNumber(
  instance: Instance,
  { user_id, phone_number, ...states }: States & { user_id: string; phone_number: string },
): Promise<PhoneNumberRow> {
  if (states.primary && !states.verified) throw notVerified()
  const typed = await requireNumber(instance, phone_number)
  return transaction(instance, async (tx) => {
    const user = await lockUserRow(tx, user_id)
    const number = states.verified
      ? await addVerifiedPhoneNumber(tx, user.id, vouchedNumber(typed))
      : await addUnverifiedPhoneNumber(tx, user.id, typed)
    return settle(tx, number, states)
  })
}

/** @throws `resource_not_found`, `form_identifier_exists`, `form_param_value_invalid`, `identification_deletion_failed` */
export async function changePhoneNumber(instance: Instance, id: string, states: States): Promise<PhoneNumberRow> {
  return transaction(instance, async (tx) => {
    const known = await requirePhoneNumber(tx, id)
    const user = await lockUserRow(tx, known.user_id)
    let number = known
    if (states.verified === true && known.verified_at === null)
      number = await markNumberVerified(tx, id, vouchedNumber(known.phone_number))
    if (states.verified === false && known.verified_at !== null) {
      await requireOtherIdentifierThanNumber(tx, user, known)
      number = await markNumberUnverified(tx, known)
      await endOpenSignIns(tx, user.id)
    }
    if (states.primary && number.verified_at === null) throw notVerified()
    return settle(tx, number, states)
  })
}

/** @throws `resource_not_found`, `identification_deletion_failed` */
export async function deletePhoneNumber(instance: Instance, id: string): Promise<void> {
  await transaction(instance, async (tx) => {
    const number = await requirePhoneNumber(tx, id)
    const user = await lockUserRow(tx, number.user_id)
    await requireOtherIdentifierThanNumber(tx, user, number)
    await removePhoneNumber(tx, number)
    await endOpenSignIns(tx, user.id)
    await settlePrimaryNumber(tx, user.id)
    tx.tell('user.updated', user.id)
  })
}

interface Replacement {
  phone_number: string
  identification_status: 'verified' | 'reserved' | 'unverified'
}

/**
 * One number in place of all that the user has, on the app's word a verified one. Unverified, it identifies nobody until its code is
 * typed. @throws `resource_not_found`, `form_identifier_exists`, `form_param_format_invalid`, `feature_not_enabled`
 */
export async function replacePhoneNumbers(
  instance: Instance,
  userId: string,
  { phone_number, identification_status: status }: Replacement,
): Promise<PhoneNumberRow> {
  if (status === 'reserved') throw errors.featureNotEnabled('identification_status')
  const typed = await requireNumber(instance, phone_number)
  return transaction(instance, async (tx) => {
    await lockUserRow(tx, userId)
    for (const former of await phoneNumbersOf(tx, [userId])) await removePhoneNumber(tx, former)
    const added =
      status === 'verified'
        ? await addVerifiedPhoneNumber(tx, userId, vouchedNumber(typed))
        : await addUnverifiedPhoneNumber(tx, userId, typed)
    await updateUser(tx, userId, { primary_phone_number_id: status === 'verified' ? added.id : null })
    await endOpenSignIns(tx, userId)
    tx.tell('user.updated', userId)
    return added
  })
}

/** @throws `resource_not_found` */
export async function requirePhoneNumber(instance: Instance, id: string): Promise<PhoneNumberRow> {
  const number = await findPhoneNumber(instance, id)
  if (!number) throw errors.resourceNotFound()
  return number
}

async function settle(tx: Transaction, number: PhoneNumberRow, states: States): Promise<PhoneNumberRow> {
  const reserved = states.reserved_for_second_factor
  const settled = typeof reserved === 'boolean' ? await reserveForSecondFactor(tx, number, { reserved }) : number
  const user = await settlePrimaryNumber(tx, number.user_id)
  if (states.primary) await setPrimaryNumber(tx, user, number.id)
  if (settled.reserved_for_second_factor !== number.reserved_for_second_factor) await endOpenSignIns(tx, user.id)
  tx.tell('user.updated', user.id)
  return settled
}

const notVerified = () => errors.formParamValueInvalid('primary', 'needs a verified phone number')
