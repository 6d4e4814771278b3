/** A person's own addresses: claimed by typing them, theirs once they typed the code that was sent there. */
import { errors } from '@frontdesk/contract'
import { type Instance, type Transaction, transaction } from '../../../start/instance.js'
import { endOpenSignIns } from '../../entering/sign-in/end-open.js'
import {
  addUnverifiedEmailAddress,
  type EmailAddressRow,
  emailAddressesOf,
  findEmailAddress,
  removeEmailAddress,
} from '../../identity/email-addresses/email-addresses.js'
import { checkCode, settleVerification } from '../../identity/email-addresses/verification.js'
import { lockUserRow, type UserRow } from '../../identity/users/users.js'
import { settlePrimaryAddress } from '../../management/email-addresses/primary-address.js'
import { rememberFormerAddress } from '../../telling/notices/former-addresses.js'
import type { ChangedBy } from '../../telling/notices/notice-mail.js'
import { tellOwner } from '../../telling/notices/notices.js'

/** @throws `resource_not_found`, for other people's too */
export async function requireOwnAddress(instance: Instance, user: UserRow, id: string): Promise<EmailAddressRow> {
  const address = await findEmailAddress(instance, id)
  if (address?.user_id !== user.id) throw errors.resourceNotFound()
  return address
}

const maxAddresses = 20

/** @throws `email_address_quota_exceeded`; `form_identifier_exists` when somebody has verified the address, or it is on this account already */
export async function addOwnAddress(instance: Instance, user: UserRow, emailAddress: string): Promise<EmailAddressRow> {
  return transaction(instance, async (tx) => {
    const locked = await lockUserRow(tx, user.id) // of two at once, the second counts the first
    const { length } = await emailAddressesOf(tx, [user.id])
    if (length >= maxAddresses) throw errors.emailAddressQuotaExceeded(maxAddresses)
    const address = await addUnverifiedEmailAddress(tx, user.id, emailAddress)
    await announce(tx, locked)
    return address
  })
}

/** The right code makes the address theirs; the first one they verify is primary. @throws what `checkCode` and `settleVerification` throw */
export async function verifyOwnAddress(
  instance: Instance,
  user: UserRow,
  address: EmailAddressRow,
  code: string,
  by: ChangedBy,
): Promise<EmailAddressRow> {
  const proof = await checkCode(instance, address, code)
  return transaction(instance, async (tx) => {
    const locked = await lockUserRow(tx, user.id)
    const verified = await settleVerification(tx, address, proof)
    await tellOwner(tx, user.id, { kind: 'email_address_added', address: address.email_address }, by)
    await announce(tx, locked)
    return verified
  })
}

/**
 * Removes an address; of a primary one the oldest other verified one takes the place. The last verified one stays: without it nobody
 * could be written to, nor reset a password.
 * @throws `identification_deletion_failed`, `last_required_identification_deletion_failed` beside a username
 */
export async function removeOwnAddress(
  instance: Instance,
  user: UserRow,
  address: EmailAddressRow,
  by: ChangedBy,
): Promise<void> {
  await transaction(instance, async (tx) => {
    const locked = await lockUserRow(tx, user.id) // of two removals at once, the second sees the first
    const verified = (await emailAddressesOf(tx, [user.id])).filter(({ verified_at }) => verified_at !== null)
    if (verified.length === 1 && verified[0]?.id === address.id)
      throw locked.username === null
        ? errors.lastIdentificationDeletionFailed()
        : errors.lastRequiredIdentificationDeletionFailed()
    await removeEmailAddress(tx, address.id)
    if (verified.some(({ id }) => id === address.id)) {
      await rememberFormerAddress(tx, user.id, address.email_address)
      await tellOwner(tx, user.id, { kind: 'email_address_removed', address: address.email_address }, by)
    }
    await endOpenSignIns(tx, user.id)
    await announce(tx, locked)
  })
}

async function announce(tx: Transaction, user: UserRow): Promise<void> {
  await settlePrimaryAddress(tx, user)
  tx.tell('user.updated', user.id)
}
