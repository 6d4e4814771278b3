/**
 * A person's own passkeys. One is added in two steps: the browser is asked to make it, and its answer proves that it did, in the same
 * session, which must still be active when the passkey is written.
 */
import { errors } from '@frontdesk/contract'
import { type Instance, type Transaction, transaction } from '../../../start/instance.js'
import { readActivity } from '../../devices/sessions/activity.js'
import { noteVerifiedEnrolment, requireSecondFactorAgain } from '../../devices/sessions/finish-task.js'
import { isSessionActive, type SessionRow } from '../../devices/sessions/sessions.js'
import { endOpenSignIns } from '../../entering/sign-in/end-open.js'
import { claim } from '../../ground/one-time-secrets/one-time-secrets.js'
import { codeVerified } from '../../ground/one-time-secrets/verification.js'
import { emailAddressesOf } from '../../identity/email-addresses/email-addresses.js'
import { askToMake, checkChallenge } from '../../identity/passkeys/challenges.js'
import { readMade } from '../../identity/passkeys/credential.js'
import { firstNameOf } from '../../identity/passkeys/first-name.js'
import {
  addPasskey,
  findPasskey,
  newPasskeyId,
  type PasskeyRow,
  passkeysOf,
  removePasskey,
  renamePasskey,
} from '../../identity/passkeys/passkeys.js'
import { verifyMade } from '../../identity/passkeys/verify.js'
import { lockUserRow, type UserRow } from '../../identity/users/users.js'
import type { ChangedBy } from '../../telling/notices/notice-mail.js'
import { tellOwner } from '../../telling/notices/notices.js'

/** A passkey that the browser is still to make. */
export interface AskedPasskey {
  id: string
  verification: string
  created_at: number
}

/** @throws `resource_not_found`, for other people's too */
export async function requireOwnPasskey(instance: Instance, user: UserRow, id: string): Promise<PasskeyRow> {
  const passkey = await findPasskey(instance, id)
  if (passkey?.user_id !== user.id) throw errors.resourceNotFound()
  return passkey
}

const maxPasskeys = 10

/** Asks the browser to make a passkey; what this session asked before ends. @throws `feature_not_enabled`, `passkey_quota_exceeded` */
export async function askForPasskey(instance: Instance, user: UserRow, session: SessionRow): Promise<AskedPasskey> {
  requireOn(instance, session)
  const label = await labelOf(instance, user)
  return transaction(instance, async (tx) => {
    const known = await passkeysOf(tx, [user.id])
    requireRoom(known)
    const id = newPasskeyId()
    const verification = await askToMake(tx, { sessionId: session.id, passkeyId: id, user, label, known })
    return { id, verification, created_at: tx.now() }
  })
}

/**
 * Adds the passkey that the browser made.
 * @throws `resource_not_found` for another one than was asked for, `signed_out` for a session that has ended meanwhile,
 * `passkey_quota_exceeded`, and as the checks of the challenge and of the credential do
 */
export async function addOwnPasskey(
  instance: Instance,
  user: UserRow,
  session: SessionRow,
  id: string,
  answer: string,
  by: NonNullable<ChangedBy>,
): Promise<PasskeyRow> {
  requireOn(instance, session)
  const { credential, clientData } = readMade(answer)
  const proof = await checkChallenge(instance, 'passkey_registration', session.id, clientData.challenge)
  if (proof.payload !== id) throw errors.resourceNotFound()
  const made = await verifyMade(instance, credential, clientData)

  const { browser_name: browser, device_type: system } = readActivity(by.userAgent, by.address)
  const name = firstNameOf(made.aaguid, { browser, system })
  return transaction(instance, async (tx) => {
    await claim(tx, proof)
    await lockUserRow(tx, user.id) // of two at once, the second counts the first
    if (!(await isSessionActive(tx, session.id, user.id))) throw errors.signedOut()
    requireRoom(await passkeysOf(tx, [user.id]))
    const passkey = { id, user_id: user.id, name, verification: codeVerified('passkey', proof) }
    const added = await addPasskey(tx, passkey, made)
    if (tx.settings.secondFactors.passkey) await noteVerifiedEnrolment(tx, session)
    await tellOwner(tx, user.id, { kind: 'passkey_added' }, by)
    await announce(tx, user.id)
    return added
  })
}

/** @throws `resource_not_found` */
export async function renameOwnPasskey(instance: Instance, user: UserRow, id: string, name: string | null): Promise<PasskeyRow> {
  const passkey = await requireOwnPasskey(instance, user, id)
  if (name === null) return passkey
  return transaction(instance, async (tx) => {
    const renamed = await renamePasskey(tx, passkey.id, name)
    tx.tell('user.updated', user.id)
    return renamed
  })
}

/** @throws `resource_not_found` */
export async function removeOwnPasskey(instance: Instance, user: UserRow, id: string, by: ChangedBy): Promise<void> {
  const passkey = await requireOwnPasskey(instance, user, id)
  await transaction(instance, async (tx) => {
    await removePasskey(tx, passkey)
    await requireSecondFactorAgain(tx, user.id)
    await tellOwner(tx, user.id, { kind: 'passkey_removed' }, by)
    await announce(tx, user.id)
  })
}

/** What an account asks for may be another thing now: sign-ins under way begin again. */
async function announce(tx: Transaction, userId: string): Promise<void> {
  await endOpenSignIns(tx, userId)
  tx.tell('user.updated', userId)
}

/** A session that waits for a second factor takes none that is not one. */
function requireOn({ settings: { signIn, secondFactors } }: Instance, { tasks }: SessionRow): void {
  if (!secondFactors.passkey && (tasks !== '' || !signIn.passkey)) throw errors.featureNotEnabled('passkey')
}

function requireRoom({ length }: PasskeyRow[]): void {
  if (length >= maxPasskeys) throw errors.passkeyQuotaExceeded(maxPasskeys)
}

/** By which the person knows the account among others. */
async function labelOf(instance: Instance, user: UserRow): Promise<string> {
  const addresses = await emailAddressesOf(instance, [user.id])
  const primary = addresses.find(({ id }) => id === user.primary_email_address_id)
  return primary?.email_address ?? user.username ?? ([user.first_name, user.last_name].filter(Boolean).join(' ') || user.id)
}
