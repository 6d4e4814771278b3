/**
 * Codes on paper, for the day on which the other device is gone. They are shown once, when they are made; each works once. What is kept
 * are digests by bcrypt, which an export can take elsewhere. They cost little, since a code is long: 50 bits are 10¹⁵ of them.
 */
import { canonicalCode } from '@frontdesk/contract'
import { importDigest } from '../../../crypto/imported-passwords.js'
import { newBackupCode, newId } from '../../../crypto/random.js'
import { padded } from '../../../database/padded.js'
import { prepared } from '../../../database/prepared.js'
import { insertRows } from '../../../database/rows.js'
import type { Instance, Transaction } from '../../../start/instance.js'
import { noteHolding } from '../users/holdings.js'
import type { BackupCodesTable } from './tables.js'

const howMany = 10
const cost = 5 // two milliseconds

export const newBackupCodes = (): string[] => Array.from({ length: howMany }, newBackupCode)

/** The digests of codes, some of which may be digests already. Call it outside of a transaction. */
export async function digestBackupCodes(codes: string[]): Promise<string[]> {
  const { hash } = await import('@node-rs/bcrypt')
  return Promise.all(codes.map((code) => (isDigest(code) ? code : hash(canonicalCode(code), { cost }))))
}

const isDigest = (code: string) => importDigest('bcrypt', code) !== null

/** In the place of those that the user had. */
export async function replaceBackupCodes(tx: Transaction, userId: string, digests: string[]): Promise<void> {
  await deleteAll(tx, userId)
  await insertBackupCodes(tx, digests.map((digest) => ({ userId, digest }))) // biome-ignore format: one thought
  await noteHolding(tx, userId, 'backup_code', digests.length > 0)
}

/** Of users whose row says that they hold some. */
export async function insertBackupCodes(tx: Transaction, all: Array<{ userId: string; digest: string }>): Promise<void> {
  const now = tx.now()
  await insertRows(tx, 'backup_codes', all.map(({ userId, digest }) => ({ id: newId('bc'), user_id: userId, digest, created_at: now }))) // biome-ignore format: one thought
}

/** The id of the code that was typed, or null. The caller has counted the try. */
export async function checkBackupCode(instance: Instance, userId: string, typed: string): Promise<string | null> {
  const spellings = [...new Set([typed, typed.toLowerCase()])]
  for (const { id, digest } of await ofUser(instance, userId))
    for (const spelling of spellings) if (await instance.passwords.verify(spelling, `bcrypt ${digest}`)) return id
  return null
}

/** Uses a code up; false for everybody but the first. */
export async function claimBackupCode(tx: Transaction, userId: string, id: string): Promise<boolean> {
  const claimed = await deleteOne(tx, id)
  if (claimed.length === 0) return false
  if ((await ofUser(tx, userId)).length === 0) await noteHolding(tx, userId, 'backup_code', false)
  return true
}

const ofUser = prepared((db, userId: string) =>
  db.selectFrom('backup_codes').selectAll().where('user_id', '=', userId).orderBy('id'),
)
const deleteOne = prepared((db, id: string) => db.deleteFrom('backup_codes').where('id', '=', id).returning('id'))
const deleteAll = prepared((db, userId: string) => db.deleteFrom('backup_codes').where('user_id', '=', userId))

/** The digests of these users' codes, by id. */
export async function backupCodesOf({ db }: Instance, userIds: string[]): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>()
  if (userIds.length === 0) return found
  const rows: BackupCodesTable[] = await db
    .selectFrom('backup_codes')
    .selectAll()
    .where('user_id', 'in', padded(userIds))
    .orderBy('id')
    .execute()
  for (const { user_id, digest } of rows) found.set(user_id, [...(found.get(user_id) ?? []), digest])
  return found
}
