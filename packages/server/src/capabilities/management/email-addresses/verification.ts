/**
 * A code that an app sends to a user's address and asks for on pages of its own. A wrong code is no refusal: each try is answered with
 * the state of the verification. The address may be verified already; then only the app learns something.
 */
import { ApiError, type CodeVerification, errors } from '@frontdesk/contract'
import { newId } from '../../../crypto/random.js'
import { type Instance, type Transaction, transaction } from '../../../start/instance.js'
import { sendCode } from '../../ground/one-time-secrets/codes.js'
import { checkSecret, claim, findSecret, type Proof } from '../../ground/one-time-secrets/one-time-secrets.js'
import { markVerified, verifyByProof } from '../../identity/email-addresses/email-addresses.js'
import { lockUserRow } from '../../identity/users/users.js'
import { requireAddress } from './addresses.js'
import { settlePrimaryAddress } from './primary-address.js'

const purpose = 'app_email_code'

/** Sends a code. @throws `resource_not_found`, `too_many_requests` */
export async function prepareVerification(instance: Instance, addressId: string): Promise<CodeVerification> {
  return transaction(instance, async (tx) => {
    const { email_address: to } = await requireAddress(tx, addressId)
    const id = newId('ver')
    await sendCode(tx, { purpose, subject: subjectOf(addressId, id), kind: 'verification_code', to })
    return stateOf(tx, addressId, id)
  })
}

/**
 * The right code makes an unverified address its user's own.
 * @throws `resource_not_found`, `verification_already_verified`, `form_identifier_exists`, `too_many_requests`
 */
export async function attemptVerification(
  instance: Instance,
  addressId: string,
  { verification_id: id, code }: { verification_id: string; code: string },
): Promise<CodeVerification> {
  await requireAddress(instance, addressId)
  const { status } = await stateOf(instance, addressId, id)
  if (status === 'verified') throw errors.verificationAlreadyVerified()
  const proof = await checkSecret(instance, purpose, subjectOf(addressId, id), code).catch(nullIfStateTells)
  if (proof) await transaction(instance, (tx) => settle(tx, addressId, proof))
  return stateOf(instance, addressId, id)
}

async function settle(tx: Transaction, addressId: string, proof: Proof): Promise<void> {
  const user = await lockUserRow(tx, (await requireAddress(tx, addressId)).user_id)
  const address = await requireAddress(tx, addressId) // read again: nobody else changes it now
  if (address.verified_at !== null) return claim(tx, proof)
  await markVerified(tx, addressId, await verifyByProof(tx, proof, address.email_address))
  await settlePrimaryAddress(tx, user)
  tx.tell('user.updated', user.id)
}

/** @throws `resource_not_found` */
async function stateOf(instance: Instance, addressId: string, id: string): Promise<CodeVerification> {
  const secret = await findSecret(instance, purpose, subjectOf(addressId, id))
  if (!secret) throw errors.resourceNotFound()
  const { attempts, max_attempts, expires_at: expire_at, consumed_at } = secret
  const open = () => (attempts >= max_attempts ? 'failed' : expire_at <= instance.now() ? 'expired' : 'unverified')
  return {
    object: 'verification_otp',
    id,
    status: consumed_at === null ? open() : 'verified',
    strategy: 'email_code',
    attempts,
    expire_at,
  }
}

/** A wrong code, one that is over, one that was tried too often; a full mailbox is not among them. */
function nullIfStateTells(error: unknown): null {
  if (error instanceof ApiError && error.retryAfterSeconds === undefined) return null
  throw error
}

const subjectOf = (addressId: string, verificationId: string) => `${addressId} ${verificationId}`
