/**
 * Phone numbers of users, in E.164. Anybody may add any number; it belongs to the first who verifies it, and only then identifies them. A
 * VerifiedPhoneNumber is made by consuming a proof (a code sent there) or by the secret key's word, and in no other way.
 */
import { errors } from '@frontdesk/contract'
import { newId } from '../../../crypto/random.js'
import { flag } from '../../../database/columns.js'
import { padded } from '../../../database/padded.js'
import { prepared } from '../../../database/prepared.js'
import { insertRow, insertRows, updateRow } from '../../../database/rows.js'
import { violatedIndex } from '../../../database/unique-violation.js'
import type { Instance, Transaction } from '../../../start/instance.js'
import { claim, type Proof } from '../../ground/one-time-secrets/one-time-secrets.js'
import { codeVerified, readVerification, verifiedBy } from '../../ground/one-time-secrets/verification.js'
import { noteSecondFactor } from '../second-factors/second-factors.js'
import { noteHolding } from '../users/holdings.js'
import type { UserRow } from '../users/users.js'
import type { PhoneNumbersTable } from './tables.js'

export type PhoneNumberRow = PhoneNumbersTable

declare const verified: unique symbol

export interface VerifiedPhoneNumber {
  readonly [verified]: true
  readonly kind: 'phone_number'
  readonly number: string
  /** The column that remembers how. */
  readonly verification: string
}

/** The number a claimed proof was sent to. */
export async function verifyNumberByProof(tx: Transaction, proof: Proof, number: string): Promise<VerifiedPhoneNumber> {
  await claim(tx, proof)
  return { kind: 'phone_number', number, verification: codeVerified('phone_code', proof) } as VerifiedPhoneNumber // the brand exists in types only
}

/** What an attempt remembers of a proof that it consumed in an earlier request, as its verification column holds it. */
export function numberVerifiedEarlier(number: string | null, verification: string | null): VerifiedPhoneNumber | null {
  if (number === null || verification === null || readVerification(verification).status !== 'verified') return null
  return { kind: 'phone_number', number, verification } as VerifiedPhoneNumber // as above
}

/** For callers that hold the secret key: the app vouches for the number. */
export const vouchedNumber = (number: string): VerifiedPhoneNumber =>
  ({ kind: 'phone_number', number, verification: verifiedBy('admin') }) as VerifiedPhoneNumber // as above

/** A user's numbers are shown by the time they were added. @throws `form_identifier_exists` when somebody has verified the number already */
export async function addVerifiedPhoneNumber(
  tx: Transaction,
  userId: string,
  { number, verification }: VerifiedPhoneNumber,
  { id = newId('idn'), addedAt = tx.now() } = {},
): Promise<PhoneNumberRow> {
  await dropClaims(tx, number)
  return insert(tx, { id, user_id: userId, phone_number: number, verified_at: addedAt, verification, created_at: addedAt })
}

/** Anybody may claim a number; it identifies nobody, and is no second factor, until it is verified. @throws `form_identifier_exists` when it is verified already */
export async function addUnverifiedPhoneNumber(
  tx: Transaction,
  userId: string,
  number: string,
  isReserved = false,
): Promise<PhoneNumberRow> {
  // Where accounts are hidden, only the code that is sent there brings the answer that somebody has the number.
  if (!tx.settings.enumerationProtection && (await findVerifiedPhoneNumber(tx, number)))
    throw errors.formIdentifierExists('phone_number')
  return insert(tx, {
    id: newId('idn'),
    user_id: userId,
    phone_number: number,
    verified_at: null,
    verification: null,
    reserved_for_second_factor: flag(isReserved),
    created_at: tx.now(),
  })
}

type NewRow = Pick<PhoneNumberRow, 'id' | 'user_id' | 'phone_number' | 'verified_at' | 'verification' | 'created_at'> &
  Partial<Pick<PhoneNumberRow, 'reserved_for_second_factor'>>

async function insert(tx: Transaction, fields: NewRow): Promise<PhoneNumberRow> {
  const row = {
    reserved_for_second_factor: flag(false),
    ...fields,
    default_second_factor: flag(false),
    updated_at: fields.created_at,
  }
  await insertRow(tx, 'phone_numbers', row).catch(throwTakenNumber)
  await noteHolding(tx, row.user_id, 'phone_number', true)
  return row
}

/** Remembers the code that is on its way there. @throws `resource_not_found` once the number is verified or gone */
export async function noteTextCode(tx: Transaction, id: string, verification: string): Promise<PhoneNumberRow> {
  const row = await updateRow(tx, 'phone_numbers', id, { verification, updated_at: tx.now() }, { verified_at: null })
  if (!row) throw errors.resourceNotFound()
  return row
}

/** The claim becomes the user's own, and everybody else's claims to the number end. @throws `form_identifier_exists` when somebody else was first, `resource_not_found` */
export async function markNumberVerified(
  tx: Transaction,
  id: string,
  { number, verification }: VerifiedPhoneNumber,
): Promise<PhoneNumberRow> {
  await lockClaims(tx, number)
  const row = await write(tx, id, { verified_at: tx.now(), verification }, number)
  await dropClaims(tx, number)
  return row
}

/** Two accounts that prove one number at the same moment take the rows in one order, so neither waits for the other for ever. */
async function lockClaims(tx: Transaction, number: string): Promise<void> {
  if (tx.engine === 'sqlite') return // one writer at a time
  await tx.db.selectFrom('phone_numbers').select('id').where('phone_number', '=', number).orderBy('id').forUpdate().execute()
}

/** Takes a verification back: the number identifies its user no longer, and is no second factor. @throws `resource_not_found` */
export async function markNumberUnverified(tx: Transaction, { id, user_id }: PhoneNumberRow): Promise<PhoneNumberRow> {
  const gone = {
    verified_at: null,
    verification: null,
    reserved_for_second_factor: flag(false),
    default_second_factor: flag(false),
  }
  const row = await write(tx, id, gone)
  await settleSecondFactors(tx, user_id)
  return row
}

/**
 * Whether codes of the second factor go there. Of the numbers that are reserved so, one is the default: the one that asks for it, or the
 * oldest. @throws `resource_not_found`, `form_param_value_invalid` for a number that is not verified
 */
export async function reserveForSecondFactor(
  tx: Transaction,
  { id, user_id, verified_at, reserved_for_second_factor }: PhoneNumberRow,
  { reserved = reserved_for_second_factor === 1, isDefault = false }: { reserved?: boolean; isDefault?: boolean },
): Promise<PhoneNumberRow> {
  if (reserved && verified_at === null)
    throw errors.formParamValueInvalid('reserved_for_second_factor', 'needs a verified phone number')
  if (isDefault && !reserved)
    throw errors.formParamValueInvalid('default_second_factor', 'needs a phone number that is reserved for the second factor')
  if (isDefault) await giveUpDefault(tx, user_id)
  await write(tx, id, {
    reserved_for_second_factor: flag(reserved),
    ...(!reserved && { default_second_factor: flag(false) }),
    ...(isDefault && { default_second_factor: flag(true) }),
  })
  await settleSecondFactors(tx, user_id)
  const settled = await findPhoneNumber(tx, id)
  if (!settled) throw errors.resourceNotFound()
  return settled
}

/** Codes of the second factor go to none of the user's numbers any more; the numbers stay. */
export async function releaseNumbers(tx: Transaction, userId: string): Promise<UserRow> {
  await tx.db
    .updateTable('phone_numbers')
    .set({ reserved_for_second_factor: 0, default_second_factor: 0 })
    .where('user_id', '=', userId)
    .execute()
  return noteSecondFactor(tx, userId, 'second_factor_phone', false)
}

async function giveUpDefault(tx: Transaction, userId: string): Promise<void> {
  await tx.db.updateTable('phone_numbers').set({ default_second_factor: 0 }).where('user_id', '=', userId).execute()
}

/** One of those that are reserved is the default, and the user's row says whether there are any. */
async function settleSecondFactors(tx: Transaction, userId: string): Promise<void> {
  const numbers = await phoneNumbersOf(tx, [userId])
  const reserved = numbers.filter((row) => row.reserved_for_second_factor === 1 && row.verified_at !== null)
  const [oldest] = reserved
  if (oldest && !reserved.some((row) => row.default_second_factor === 1))
    await write(tx, oldest.id, { default_second_factor: flag(true) })
  await noteSecondFactor(tx, userId, 'second_factor_phone', reserved.length > 0)
}

async function write(
  tx: Transaction,
  id: string,
  columns: Partial<Omit<PhoneNumberRow, 'id' | 'user_id' | 'phone_number'>>,
  number?: string,
): Promise<PhoneNumberRow> {
  const changes = { ...columns, updated_at: tx.now() }
  const asRead = number === undefined ? {} : { phone_number: number }
  const row = await updateRow(tx, 'phone_numbers', id, changes, asRead).catch(throwTakenNumber)
  if (!row) throw errors.resourceNotFound()
  return row
}

export async function removePhoneNumber(tx: Transaction, { id, user_id }: PhoneNumberRow): Promise<void> {
  await tx.db.deleteFrom('phone_numbers').where('id', '=', id).execute()
  await settleSecondFactors(tx, user_id)
  const [left] = await phoneNumbersOf(tx, [user_id])
  await noteHolding(tx, user_id, 'phone_number', left !== undefined)
}

export async function findPhoneNumber(instance: Instance, id: string): Promise<PhoneNumberRow | null> {
  return (await instance.db.selectFrom('phone_numbers').selectAll().where('id', '=', id).executeTakeFirst()) ?? null
}

const claimants = prepared((db, number: string) =>
  db.selectFrom('phone_numbers').select(['id', 'user_id']).where('phone_number', '=', number).where('verified_at', 'is', null),
)

const dropUnverified = prepared((db, number: string) =>
  db.deleteFrom('phone_numbers').where('phone_number', '=', number).where('verified_at', 'is', null),
)

/** Users who added the number without verifying it lose it to the person who verified it. */
async function dropClaims(tx: Transaction, number: string): Promise<void> {
  const losing = await claimants(tx, number)
  if (losing.length === 0) return
  await dropUnverified(tx, number)
  const ids = [...new Set(losing.map(({ user_id }) => user_id))].sort() // rows of users are locked in one order
  const left = new Set((await phoneNumbersOf(tx, ids)).map(({ user_id }) => user_id))
  for (const id of ids) await noteHolding(tx, id, 'phone_number', left.has(id))
}

/** A number that somebody had at a former service, as its file says. */
export interface FormerNumber {
  id: string
  userId: string
  number: string
  verified: boolean
  isSecondFactor: boolean
  addedAt: number
}

/** Of users whose rows note it; of several that are reserved for the second factor the first is the default. Verified ones take claims away. */
export async function insertPhoneNumbers(tx: Transaction, numbers: FormerNumber[]): Promise<void> {
  if (numbers.length === 0) return
  const verified = numbers.flatMap(({ number, verified: is }) => (is ? [number] : []))
  for (const number of await claimedAmong(tx, verified)) await dropClaims(tx, number)
  const reserved = new Set<string>()
  const rows = numbers.map(({ id, userId, number, verified: is, isSecondFactor, addedAt }) => {
    const isDefault = isSecondFactor && !reserved.has(userId)
    if (isDefault) reserved.add(userId)
    return {
      id,
      user_id: userId,
      phone_number: number,
      verified_at: is ? addedAt : null,
      verification: is ? verifiedBy('admin') : null,
      reserved_for_second_factor: flag(isSecondFactor),
      default_second_factor: flag(isDefault),
      created_at: addedAt,
      updated_at: addedAt,
    }
  })
  await insertRows(tx, 'phone_numbers', rows)
}

async function claimedAmong({ db }: Transaction, numbers: string[]): Promise<string[]> {
  if (numbers.length === 0) return []
  const rows = await db
    .selectFrom('phone_numbers')
    .select('phone_number')
    .distinct()
    .where('phone_number', 'in', padded(numbers))
    .where('verified_at', 'is', null)
    .execute()
  return rows.map(({ phone_number }) => phone_number).sort()
}

/** Which of these are ids of numbers already. */
export async function numberIdsAmong({ db }: Instance, ids: string[]): Promise<string[]> {
  if (ids.length === 0) return []
  const rows = await db.selectFrom('phone_numbers').select('id').where('id', 'in', padded(ids)).execute()
  return rows.map(({ id }) => id)
}

/** Who has verified one of these numbers. */
export async function ownersOfNumbersAmong(
  { db }: Instance,
  numbers: string[],
): Promise<Array<Pick<PhoneNumberRow, 'phone_number' | 'user_id'>>> {
  if (numbers.length === 0) return []
  return db
    .selectFrom('phone_numbers')
    .select(['phone_number', 'user_id'])
    .where('phone_number', 'in', padded(numbers))
    .where('verified_at', 'is not', null)
    .execute()
}

const verifiedByNumber = prepared((db, number: string) =>
  db.selectFrom('phone_numbers').selectAll().where('phone_number', '=', number).where('verified_at', 'is not', null),
)

export async function findVerifiedPhoneNumber(instance: Instance, number: string): Promise<PhoneNumberRow | null> {
  const [row] = await verifiedByNumber(instance, number)
  return row ?? null
}

const ownerByNumber = prepared((db, number: string) =>
  db
    .selectFrom('users')
    .selectAll()
    .where('id', '=', (from) =>
      from.selectFrom('phone_numbers').select('user_id').where('phone_number', '=', number).where('verified_at', 'is not', null),
    ),
)

/** The user whom the number identifies. */
export async function findUserByPhoneNumber(instance: Instance, number: string): Promise<UserRow | null> {
  const [user] = await ownerByNumber(instance, number)
  return user ?? null
}

const byUser = prepared((db, userId: string) =>
  db.selectFrom('phone_numbers').selectAll().where('user_id', '=', userId).orderBy('created_at').orderBy('id'),
)

/** All numbers of these users, oldest first: one query, however many users. */
export async function phoneNumbersOf(instance: Instance, userIds: string[]): Promise<PhoneNumberRow[]> {
  if (userIds.length < 2) return userIds[0] === undefined ? [] : byUser(instance, userIds[0])
  return instance.db
    .selectFrom('phone_numbers')
    .selectAll()
    .where('user_id', 'in', padded(userIds))
    .orderBy('created_at')
    .orderBy('id')
    .execute()
}

function throwTakenNumber(error: unknown): never {
  const index = violatedIndex(error)
  if (index === 'phone_numbers_verified' || index === 'phone_numbers_of_user') throw errors.formIdentifierExists('phone_number')
  throw error
}
