/** A person's own addresses: claimed by typing them, theirs once they typed the code that was sent there. */
import { errors } from '@frontdesk/contract'
import { type Instance, type Transaction, transaction } from '../../../start/instance.js'
import { addressCode } from '../../entering/factors/email-code.js'
import { addressClaim, addressLink } from '../../entering/factors/email-link.js'
import type { Claim, FactorParams, IdentifierSubject } from '../../entering/factors/factor.js'
import { requireIdentifierFactor } from '../../entering/factors/matrix.js'
import { requireAddable } from '../../entering/restrictions/permitted.js'
import { endOpenSignIns } from '../../entering/sign-in/end-open.js'
import type { Bound } from '../../ground/email-links/links.js'
import type { Proof } from '../../ground/one-time-secrets/one-time-secrets.js'
import {
  addUnverifiedEmailAddress,
  type EmailAddressRow,
  emailAddressesOf,
  findEmailAddress,
  markVerified,
  noteCode,
  removeEmailAddress,
  type VerifiedEmailAddress,
} from '../../identity/email-addresses/email-addresses.js'
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

/** @throws `email_address_quota_exceeded`; as `requireAddable`; `form_identifier_exists` when somebody has verified the address, or it is on this account already */
export async function addOwnAddress(instance: Instance, user: UserRow, emailAddress: string): Promise<EmailAddressRow> {
  return transaction(instance, async (tx) => {
    const locked = await lockUserRow(tx, user.id) // of two at once, the second counts the first
    const { length } = await emailAddressesOf(tx, [user.id])
    if (length >= maxAddresses) throw errors.emailAddressQuotaExceeded(maxAddresses)
    await requireAddable(tx, { type: 'email_address', value: emailAddress })
    const address = await addUnverifiedEmailAddress(tx, user.id, emailAddress)
    await announce(tx, locked)
    return address
  })
}

/** Sends a code; an earlier one stops working. @throws `verification_already_verified`, `resource_not_found`, `too_many_requests` */
export async function prepareVerification(
  instance: Instance,
  address: EmailAddressRow,
  { strategy, ...params }: FactorParams & { strategy: string },
): Promise<EmailAddressRow> {
  if (address.verified_at !== null) throw errors.verificationAlreadyVerified()
  const { prepare } = requireIdentifierFactor(instance.settings, strategy, 'email_address')
  return transaction(instance, async (tx) =>
    noteCode(tx, address.id, (await prepare(tx, subjectOf(address), params)).verification),
  )
}

/**
 * The right code makes the address theirs; the first one they verify is primary.
 * @throws `not_allowed_access`, `form_email_address_blocked`, `verification_already_verified`, `form_identifier_exists`, and what the check of the code throws
 */
export async function verifyOwnAddress(
  instance: Instance,
  user: UserRow,
  address: EmailAddressRow,
  code: string,
  by: ChangedBy,
): Promise<EmailAddressRow> {
  if (address.verified_at !== null) throw errors.verificationAlreadyVerified()
  return makeOwn(instance, user.id, address, await addressCode.check(instance, subjectOf(address), code), by)
}

/**
 * The same by the link that was mailed for this very address, which is of one account: another account's with the same text stays as it is.
 * @throws `verification_expired` for one that is gone, or verified already
 */
export async function verifyOwnAddressByLink(
  instance: Instance,
  id: string,
  proof: Proof,
  { emailAddress }: Bound,
  by: ChangedBy,
): Promise<void> {
  const address = await findEmailAddress(instance, id)
  if (address?.email_address !== emailAddress || address.verified_at !== null || !addressLink.isOn(instance.settings))
    throw errors.verificationExpired()
  await makeOwn(instance, address.user_id, address, addressClaim(proof, emailAddress), by)
}

async function makeOwn(
  instance: Instance,
  userId: string,
  address: EmailAddressRow,
  claim: Claim<VerifiedEmailAddress>,
  by: ChangedBy,
): Promise<EmailAddressRow> {
  return transaction(instance, async (tx) => {
    const locked = await lockUserRow(tx, userId)
    await requireAddable(tx, { type: 'email_address', value: address.email_address }) // the lists may be longer by now
    const verified = await markVerified(tx, address.id, await claim.settle(tx))
    await tellOwner(tx, userId, { kind: 'email_address_added', address: address.email_address }, by)
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

const subjectOf = ({ id, email_address: value, verification }: EmailAddressRow): IdentifierSubject => ({
  of: 'account',
  id,
  value,
  verification,
})

async function announce(tx: Transaction, user: UserRow): Promise<void> {
  await settlePrimaryAddress(tx, user)
  tx.tell('user.updated', user.id)
}
