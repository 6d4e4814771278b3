/** A code sent to an address proves that its mail is read by whoever claims it. */
import { errors } from '@frontdesk/contract'
import { updateRow } from '../../../database/rows.js'
import { type Instance, type Transaction, transaction } from '../../../start/instance.js'
import { sendCode } from '../../ground/one-time-secrets/codes.js'
import { checkSecret, type Proof } from '../../ground/one-time-secrets/one-time-secrets.js'
import { codeSent } from '../../ground/one-time-secrets/verification.js'
import { type EmailAddressRow, markVerified, verifyByProof } from './email-addresses.js'

/** Sends a code; an earlier one stops working. @throws `verification_already_verified`, `resource_not_found` */
export async function prepareVerification(instance: Instance, address: EmailAddressRow): Promise<EmailAddressRow> {
  if (address.verified_at !== null) throw errors.verificationAlreadyVerified()
  return transaction(instance, async (tx) => {
    const kind = 'email_address_code'
    await sendCode(tx, { purpose: kind, subject: address.id, kind, to: address.email_address })
    return writeVerification(tx, address, codeSent(tx, 'email_code'))
  })
}

/**
 * Checks the answer, outside of any transaction.
 * @throws `verification_already_verified`, `verification_missing`, `form_code_incorrect`, `verification_failed`, `verification_expired`
 */
export async function checkCode(instance: Instance, address: EmailAddressRow, code: string): Promise<Proof> {
  if (address.verified_at !== null) throw errors.verificationAlreadyVerified()
  if (address.verification === null) throw errors.verificationMissing()
  return checkSecret(instance, 'email_address_code', address.id, code)
}

/** The address becomes its user's own, and everybody else's claims to it end. @throws `form_identifier_exists`, `verification_expired` */
export async function settleVerification(tx: Transaction, address: EmailAddressRow, proof: Proof): Promise<EmailAddressRow> {
  await lockClaims(tx, address.email_address)
  return markVerified(tx, address.id, await verifyByProof(tx, proof, address.email_address))
}

/** Two accounts that prove one address at the same moment take the rows in one order, so neither waits for the other for ever. */
async function lockClaims(tx: Transaction, address: string): Promise<void> {
  if (tx.engine === 'sqlite') return // one writer at a time
  await tx.db.selectFrom('email_addresses').select('id').where('email_address', '=', address).orderBy('id').forUpdate().execute()
}

async function writeVerification(tx: Transaction, address: EmailAddressRow, verification: string): Promise<EmailAddressRow> {
  const changes = { verification, updated_at: tx.now() }
  const row = await updateRow(tx, 'email_addresses', address.id, changes, { verified_at: null })
  if (!row) throw errors.resourceNotFound()
  return row
}
