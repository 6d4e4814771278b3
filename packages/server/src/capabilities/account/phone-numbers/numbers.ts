/** A person's own phone numbers: claimed by typing them, theirs once they typed the code that was sent there. */
import { errors } from '@frontdesk/contract'
import { type Instance, type Transaction, transaction } from '../../../start/instance.js'
import { noteEnrolment, requireSecondFactorAgain } from '../../devices/sessions/finish-task.js'
import type { SessionRow } from '../../devices/sessions/sessions.js'
import type { FactorParams, IdentifierSubject } from '../../entering/factors/factor.js'
import { requireIdentifierFactor } from '../../entering/factors/matrix.js'
import { numberCode, takesNumbers } from '../../entering/factors/phone-code.js'
import { requireAddable } from '../../entering/restrictions/permitted.js'
import { endOpenSignIns } from '../../entering/sign-in/end-open.js'
import { requireWritable } from '../../ground/one-time-secrets/text-codes.js'
import {
  addUnverifiedPhoneNumber,
  findPhoneNumber,
  markNumberVerified,
  noteTextCode,
  type PhoneNumberRow,
  phoneNumbersOf,
  removePhoneNumber,
  reserveForSecondFactor,
} from '../../identity/phone-numbers/phone-numbers.js'
import { firstBackupCodes, noBackupCodes, takeBackupCodes } from '../../identity/second-factors/first-backup-codes.js'
import { lockUserRow, type UserRow } from '../../identity/users/users.js'
import { requireOtherIdentifierThanNumber, settlePrimaryNumber } from '../../management/phone-numbers/primary-number.js'
import type { ChangedBy } from '../../telling/notices/notice-mail.js'
import { tellOwner } from '../../telling/notices/notices.js'

/** @throws `resource_not_found`, for other people's too */
export async function requireOwnNumber(instance: Instance, user: UserRow, id: string): Promise<PhoneNumberRow> {
  const number = await findPhoneNumber(instance, id)
  if (number?.user_id !== user.id) throw errors.resourceNotFound()
  return number
}

const maxNumbers = 10

interface NewNumber {
  phone_number: string
  reserved_for_second_factor?: boolean | null | undefined
}

/**
 * Claims a number. One that is for the second factor is reserved for it once it is verified.
 * @throws `feature_not_enabled`, `form_param_format_invalid`, `unsupported_country_code`, `phone_number_quota_exceeded`;
 * `form_identifier_exists` when somebody has verified the number, or it is on this account already
 */
export async function addOwnNumber(instance: Instance, user: UserRow, typed: NewNumber): Promise<PhoneNumberRow> {
  requireTaken(instance, typed.reserved_for_second_factor ?? false)
  const { number } = await requireWritable(instance, typed.phone_number)
  return transaction(instance, async (tx) => {
    await lockUserRow(tx, user.id) // of two at once, the second counts the first
    const { length } = await phoneNumbersOf(tx, [user.id])
    if (length >= maxNumbers) throw errors.phoneNumberQuotaExceeded(maxNumbers)
    await requireAddable(tx, { type: 'phone_number', value: number })
    const added = await addUnverifiedPhoneNumber(tx, user.id, number, typed.reserved_for_second_factor ?? false)
    tx.tell('user.updated', user.id)
    return added
  })
}

/** @throws `feature_not_enabled` where nobody has numbers, or none for the second factor */
function requireTaken({ settings }: Instance, isForSecondFactor: boolean): void {
  if (!takesNumbers(settings)) throw errors.featureNotEnabled('phone_number')
  if (isForSecondFactor && !settings.secondFactors.phoneCode) throw errors.featureNotEnabled('reserved_for_second_factor')
}

/** Sends a code; an earlier one stops working. @throws `verification_already_verified`, `resource_not_found`, `too_many_requests`, `strategy_for_user_invalid` */
export async function prepareNumberVerification(
  instance: Instance,
  number: PhoneNumberRow,
  { strategy, ...params }: FactorParams & { strategy: string },
): Promise<PhoneNumberRow> {
  if (number.verified_at !== null) throw errors.verificationAlreadyVerified()
  const { prepare } = requireIdentifierFactor(instance.settings, strategy, 'phone_number')
  return transaction(instance, async (tx) =>
    noteTextCode(tx, number.id, (await prepare(tx, subjectOf(number), params)).verification),
  )
}

/**
 * The right code makes the number theirs; the first one they verify is primary.
 * @throws `verification_already_verified`, `form_identifier_exists`, and what the check of the code throws
 */
export async function verifyOwnNumber(
  instance: Instance,
  session: SessionRow,
  user: UserRow,
  number: PhoneNumberRow,
  code: string,
  by: ChangedBy,
): Promise<PhoneNumberRow> {
  if (number.verified_at !== null) throw errors.verificationAlreadyVerified()
  const claim = await numberCode.check(instance, subjectOf(number), code)
  return transaction(instance, async (tx) => {
    await lockUserRow(tx, user.id)
    await requireAddable(tx, { type: 'phone_number', value: number.phone_number }) // the lists may be longer by now
    const verified = await markNumberVerified(tx, number.id, await claim.settle(tx))
    await tellOwner(tx, user.id, { kind: 'phone_number_added', phoneNumber: number.phone_number }, by)
    const settled = verified.reserved_for_second_factor === 1 ? await enrol(tx, session, verified) : verified
    await announce(tx, user.id)
    return settled
  })
}

/** A number that was added for the second factor. */
async function enrol(tx: Transaction, session: SessionRow, number: PhoneNumberRow): Promise<PhoneNumberRow> {
  const settled = await reserveForSecondFactor(tx, number, {})
  await endOpenSignIns(tx, number.user_id)
  await noteEnrolment(tx, session)
  return settled
}

interface SecondFactorChange {
  reserved_for_second_factor?: boolean | null | undefined
  default_second_factor?: boolean | null | undefined
}

/**
 * Whether codes of the second factor go there. Answers the backup codes that came with it, where the user has none.
 * @throws `feature_not_enabled`, `form_param_value_invalid`, `identification_deletion_failed` where nothing else is a first factor
 */
export async function changeOwnNumber(
  instance: Instance,
  session: SessionRow,
  user: UserRow,
  { id, reserved_for_second_factor: wasReserved }: PhoneNumberRow,
  { reserved_for_second_factor: reserved, default_second_factor: isDefault }: SecondFactorChange,
): Promise<{ number: PhoneNumberRow; codes: string[] | null }> {
  requireTaken(instance, reserved || isDefault || false)
  const { codes, digests } = reserved && wasReserved === 0 ? await firstBackupCodes(instance, user) : noBackupCodes
  return transaction(instance, async (tx) => {
    const locked = await lockUserRow(tx, user.id)
    const known = await requireOwnNumber(tx, user, id)
    if (reserved && known.reserved_for_second_factor === 0) await requireOtherIdentifierThanNumber(tx, locked, known)
    const number = await reserveForSecondFactor(tx, known, {
      ...(typeof reserved === 'boolean' && { reserved }),
      isDefault: isDefault ?? false,
    })
    if (number.reserved_for_second_factor !== known.reserved_for_second_factor) await endOpenSignIns(tx, user.id)
    await (reserved ? noteEnrolment(tx, session) : requireSecondFactorAgain(tx, user.id))
    if (digests) await takeBackupCodes(tx, user.id, digests)
    await announce(tx, user.id)
    return { number, codes }
  })
}

/**
 * Removes a number; of a primary one the oldest other verified one takes the place.
 * @throws `identification_deletion_failed` for the last thing by which the person could be found
 */
export async function removeOwnNumber(instance: Instance, user: UserRow, { id }: PhoneNumberRow, by: ChangedBy): Promise<void> {
  await transaction(instance, async (tx) => {
    const locked = await lockUserRow(tx, user.id) // of two removals at once, the second sees the first
    const known = await requireOwnNumber(tx, user, id)
    await requireOtherIdentifierThanNumber(tx, locked, known)
    await removePhoneNumber(tx, known)
    await requireSecondFactorAgain(tx, user.id)
    if (known.verified_at !== null)
      await tellOwner(tx, user.id, { kind: 'phone_number_removed', phoneNumber: known.phone_number }, by)
    await endOpenSignIns(tx, user.id)
    await announce(tx, user.id)
  })
}

const subjectOf = ({ id, phone_number: value, verification }: PhoneNumberRow): IdentifierSubject => ({
  of: 'account',
  id,
  value,
  verification,
})

async function announce(tx: Transaction, userId: string): Promise<void> {
  await settlePrimaryNumber(tx, userId)
  tx.tell('user.updated', userId)
}
