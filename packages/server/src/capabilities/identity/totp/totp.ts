/**
 * Authenticator apps. A user has one secret at most, which counts once a code of it was typed here. A code is taken once: the step of the
 * latest one is kept, and moved on by a conditional update, so that of two nodes that get the same code one takes it.
 */
import { errors } from '@frontdesk/contract'
import { newId } from '../../../crypto/random.js'
import { newTotpSecret, stepOfCode } from '../../../crypto/totp.js'
import { padded } from '../../../database/padded.js'
import { prepared } from '../../../database/prepared.js'
import { insertRow, insertRows, updateRow } from '../../../database/rows.js'
import type { Instance, Transaction } from '../../../start/instance.js'
import type { TotpSecretsTable } from './tables.js'

export type TotpRow = TotpSecretsTable

const purposeOf = (userId: string) => `totp secret of ${userId}`

const byUser = prepared((db, userId: string) => db.selectFrom('totp_secrets').selectAll().where('user_id', '=', userId))

/** The user's secret, verified or not. */
export async function findTotp(instance: Instance, userId: string): Promise<TotpRow | null> {
  const [row] = await byUser(instance, userId)
  return row ?? null
}

export const secretOf = ({ vault }: Instance, row: TotpRow): string => vault.open(row.sealed_secret, purposeOf(row.user_id))

/** A new secret in the place of one that was never verified. @throws `totp_already_enabled` */
export async function beginTotp(tx: Transaction, userId: string): Promise<TotpRow> {
  const known = await findTotp(tx, userId)
  if (known?.verified_at) throw errors.totpAlreadyEnabled()
  if (known) await deleteOf(tx, userId)
  const row = rowOf(tx, { userId, secret: newTotpSecret(), verifiedAt: null })
  await insertRow(tx, 'totp_secrets', row)
  return row
}

/** Secrets that an app or an import vouches for. Of users who have none. */
export async function insertTotpSecrets(tx: Transaction, all: Array<{ userId: string; secret: string }>): Promise<void> {
  await insertRows(tx, 'totp_secrets', all.map((one) => rowOf(tx, { ...one, verifiedAt: tx.now() }))) // biome-ignore format: one thought
}

function rowOf(
  tx: Transaction,
  { userId, secret, verifiedAt }: { userId: string; secret: string; verifiedAt: number | null },
): TotpRow {
  const now = tx.now()
  return {
    id: newId('totp'),
    user_id: userId,
    sealed_secret: tx.vault.seal(secret, purposeOf(userId)),
    verified_at: verifiedAt,
    last_used_step: 0,
    created_at: now,
    updated_at: now,
  }
}

/** A right code, which is used up in the transaction of what it permits. */
export interface TotpProof {
  id: string
  step: number
}

/** The caller has counted the try. @throws `form_code_incorrect`, also for a code that was used before */
export function checkTotp(instance: Instance, row: TotpRow, code: string): TotpProof {
  const step = stepOfCode(secretOf(instance, row), code, instance.now(), row.last_used_step)
  if (step === null) throw errors.formCodeIncorrect()
  return { id: row.id, step }
}

/** @throws `form_code_incorrect` for everybody but the first, and where the secret is gone */
export async function claimTotp(tx: Transaction, { id, step }: TotpProof): Promise<void> {
  const claimed = await moveStep(tx, id, step, tx.now())
  if (claimed.length === 0) throw errors.formCodeIncorrect()
}

const moveStep = prepared((db, id: string, step: number, now: number) =>
  db
    .updateTable('totp_secrets')
    .set({ last_used_step: step, updated_at: now })
    .where('id', '=', id)
    .where('last_used_step', '<', step)
    .returning('id'),
)

/** From now on the secret counts; of two at once the first does it. @throws `totp_already_enabled` */
export async function verifyTotp(tx: Transaction, id: string): Promise<TotpRow> {
  const now = tx.now()
  const verified = await updateRow(tx, 'totp_secrets', id, { verified_at: now, updated_at: now }, { verified_at: null })
  if (!verified) throw errors.totpAlreadyEnabled()
  return verified
}

/** Answers what was there. */
export async function removeTotp(tx: Transaction, userId: string): Promise<TotpRow | null> {
  const [removed] = await deleteOf(tx, userId)
  return removed ?? null
}

const deleteOf = prepared((db, userId: string) => db.deleteFrom('totp_secrets').where('user_id', '=', userId).returningAll())

/** The verified secrets of these users, by id. */
export async function totpSecretsOf(instance: Instance, userIds: string[]): Promise<Map<string, string>> {
  if (userIds.length === 0) return new Map()
  const rows = await instance.db
    .selectFrom('totp_secrets')
    .selectAll()
    .where('user_id', 'in', padded(userIds))
    .where('verified_at', 'is not', null)
    .execute()
  return new Map(rows.map((row) => [row.user_id, secretOf(instance, row)]))
}

/** What an authenticator app reads as a QR code: https://github.com/google/google-authenticator/wiki/Key-Uri-Format */
export function totpUri(applicationName: string, account: string, secret: string): string {
  const issuer = applicationName.replaceAll(':', ' ')
  const query = new URLSearchParams({ secret, issuer, algorithm: 'SHA1', digits: '6', period: '30' })
  // Apps show the plus signs of a form as they stand.
  return `otpauth://totp/${encodeURIComponent(issuer)}:${encodeURIComponent(account)}?${query.toString().replaceAll('+', '%20')}`
}
