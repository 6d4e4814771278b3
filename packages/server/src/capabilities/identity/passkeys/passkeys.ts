/** Passkeys of users. A passkey is added only by what `verify.ts` answers of a credential that a browser just made. */
import { errors } from '@frontdesk/contract'
import { newId } from '../../../crypto/random.js'
import { flag, toJson } from '../../../database/columns.js'
import { padded } from '../../../database/padded.js'
import { prepared } from '../../../database/prepared.js'
import { insertRow, updateRow } from '../../../database/rows.js'
import { violatedIndex } from '../../../database/unique-violation.js'
import type { Instance, Transaction } from '../../../start/instance.js'
import { noteHolding } from '../users/holdings.js'
import type { PasskeysTable } from './tables.js'
import type { VerifiedCredential, VerifiedUse } from './verify.js'

export type PasskeyRow = PasskeysTable

export const newPasskeyId = (): string => newId('idn')

/** @throws `passkey_already_exists` where it is an account's already, whosever */
export async function addPasskey(
  tx: Transaction,
  passkey: Pick<PasskeyRow, 'id' | 'user_id' | 'name' | 'verification'>,
  { rpId, credentialId, publicKey, counter, transports, aaguid, isBackedUp }: VerifiedCredential,
): Promise<PasskeyRow> {
  const row: PasskeyRow = {
    ...passkey,
    credential_id: credentialId,
    public_key: publicKey,
    counter,
    transports: toJson(transports),
    aaguid,
    is_backed_up: flag(isBackedUp),
    rp_id: rpId,
    last_used_at: null,
    created_at: tx.now(),
    updated_at: tx.now(),
  }
  await insertRow(tx, 'passkeys', row).catch((error) => {
    throw violatedIndex(error) === 'passkeys_credential' ? errors.passkeyAlreadyExists() : error
  })
  await noteHolding(tx, row.user_id, 'passkey', true)
  return row
}

const ofUser = prepared((db, userId: string) =>
  db.selectFrom('passkeys').selectAll().where('user_id', '=', userId).orderBy('created_at').orderBy('id'),
)

/** Of these users, the oldest first. */
export async function passkeysOf(instance: Instance, userIds: string[]): Promise<PasskeyRow[]> {
  const [userId] = userIds
  if (userId === undefined) return []
  if (userIds.length === 1) return ofUser(instance, userId)
  return instance.db
    .selectFrom('passkeys')
    .selectAll()
    .where('user_id', 'in', padded(userIds))
    .orderBy('created_at')
    .orderBy('id')
    .execute()
}

const byId = prepared((db, id: string) => db.selectFrom('passkeys').selectAll().where('id', '=', id))

export async function findPasskey(instance: Instance, id: string): Promise<PasskeyRow | null> {
  const [passkey] = await byId(instance, id)
  return passkey ?? null
}

const byCredential = prepared((db, credentialId: string) =>
  db.selectFrom('passkeys').selectAll().where('credential_id', '=', credentialId),
)

export async function findPasskeyByCredential(instance: Instance, credentialId: string): Promise<PasskeyRow | null> {
  const [passkey] = await byCredential(instance, credentialId)
  return passkey ?? null
}

/** @throws `resource_not_found` */
export async function renamePasskey(tx: Transaction, id: string, name: string): Promise<PasskeyRow> {
  const renamed = await updateRow(tx, 'passkeys', id, { name, updated_at: tx.now() })
  if (!renamed) throw errors.resourceNotFound()
  return renamed
}

/**
 * Its counter moves on from where the check saw it: of two answers at once that bear the same count, one is a copy's.
 * @throws `verification_expired` for a passkey that was removed or used since
 */
export async function noteUse(tx: Transaction, { id, counter }: PasskeyRow, use: VerifiedUse): Promise<void> {
  const now = tx.now()
  const changes = { counter: use.counter, is_backed_up: flag(use.isBackedUp), last_used_at: now, updated_at: now }
  if (!(await updateRow(tx, 'passkeys', id, changes, { counter }))) throw errors.verificationExpired()
}

/** @throws `resource_not_found` */
export async function removePasskey(tx: Transaction, { id, user_id }: PasskeyRow): Promise<void> {
  const { numDeletedRows } = await tx.db.deleteFrom('passkeys').where('id', '=', id).executeTakeFirstOrThrow()
  if (Number(numDeletedRows) === 0) throw errors.resourceNotFound()
  await noteHolding(tx, user_id, 'passkey', (await ofUser(tx, user_id)).length > 0)
}
