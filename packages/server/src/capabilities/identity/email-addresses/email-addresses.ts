/**
 * E-mail addresses of users. Anybody may add any address; it belongs to the first who verifies it, and only then identifies them.
 * A VerifiedEmailAddress is made by consuming a proof (a code sent there) or by the secret key's word, and in no other way.
 */
import { errors } from '@frontdesk/contract'
import { newId } from '../../../crypto/random.js'
import { padded } from '../../../database/padded.js'
import { prepared } from '../../../database/prepared.js'
import { insertRow, insertRows, updateRow } from '../../../database/rows.js'
import { violatedIndex } from '../../../database/unique-violation.js'
import type { Instance, Transaction } from '../../../start/instance.js'
import { claim, type Proof } from '../../ground/one-time-secrets/one-time-secrets.js'
import { codeVerified, linkVerified, readVerification, verifiedBy } from '../../ground/one-time-secrets/verification.js'
import type { UserRow } from '../users/users.js'
import type { EmailAddressesTable } from './tables.js'

export type EmailAddressRow = EmailAddressesTable

declare const verified: unique symbol

export interface VerifiedEmailAddress {
  readonly [verified]: true
  readonly kind: 'email_address'
  readonly address: string
  /** The column that remembers how. */
  readonly verification: string
}

/** The address a claimed proof was sent to. */
export async function verifyByProof(tx: Transaction, proof: Proof, address: string): Promise<VerifiedEmailAddress> {
  await claim(tx, proof)
  return { kind: 'email_address', address, verification: codeVerified('email_code', proof) } as VerifiedEmailAddress // the brand exists in types only
}

/** The same for a link that was mailed there. */
export async function verifyByLink(tx: Transaction, proof: Proof, address: string): Promise<VerifiedEmailAddress> {
  await claim(tx, proof)
  return { kind: 'email_address', address, verification: linkVerified(proof) } as VerifiedEmailAddress // as above
}

/** What an attempt remembers of a proof that it consumed in an earlier request, as its verification column holds it. */
export function verifiedEarlier(address: string | null, verification: string | null): VerifiedEmailAddress | null {
  if (address === null || verification === null || readVerification(verification).status !== 'verified') return null
  return { kind: 'email_address', address, verification } as VerifiedEmailAddress // as above
}

/** For callers that hold the secret key: the app vouches for the address. */
export const vouchedFor = (address: string): VerifiedEmailAddress =>
  ({ kind: 'email_address', address, verification: verifiedBy('admin') }) as VerifiedEmailAddress // as above

/** A user's addresses are shown by the time they were added. @throws `form_identifier_exists` when somebody has verified the address already */
export async function addVerifiedEmailAddress(
  tx: Transaction,
  userId: string,
  { address, verification }: VerifiedEmailAddress,
  { id = newId('idn'), addedAt = tx.now() } = {},
): Promise<EmailAddressRow> {
  const row: EmailAddressRow = {
    id,
    user_id: userId,
    email_address: address,
    verified_at: addedAt,
    verification,
    created_at: addedAt,
    updated_at: addedAt,
  }
  await dropUnverifiedClaims(tx, address)
  await insertRow(tx, 'email_addresses', row).catch(throwTakenAddress)
  return row
}

/** Anybody may claim an address; it identifies nobody until it is verified. @throws `form_identifier_exists` when it is verified already */
export async function addUnverifiedEmailAddress(tx: Transaction, userId: string, address: string): Promise<EmailAddressRow> {
  // Where accounts are hidden, only the code that is mailed there brings the answer that somebody has the address.
  if (!tx.settings.enumerationProtection && (await findVerifiedEmailAddress(tx, address)))
    throw errors.formIdentifierExists('email_address')
  const now = tx.now()
  const row: EmailAddressRow = {
    id: newId('idn'),
    user_id: userId,
    email_address: address,
    verified_at: null,
    verification: null,
    created_at: now,
    updated_at: now,
  }
  await insertRow(tx, 'email_addresses', row).catch(throwTakenAddress)
  return row
}

/** Remembers the code that is on its way there. @throws `resource_not_found` once the address is verified or gone */
export async function noteCode(tx: Transaction, id: string, verification: string): Promise<EmailAddressRow> {
  const row = await updateRow(tx, 'email_addresses', id, { verification, updated_at: tx.now() }, { verified_at: null })
  if (!row) throw errors.resourceNotFound()
  return row
}

/** The claim becomes the user's own, and everybody else's claims to the address end. @throws `form_identifier_exists` when somebody else was first, `resource_not_found` */
export async function markVerified(
  tx: Transaction,
  id: string,
  { address, verification }: VerifiedEmailAddress,
): Promise<EmailAddressRow> {
  await lockClaims(tx, address)
  const row = await writeVerification(tx, id, address, {
    verified_at: tx.now(),
    verification,
  })
  await dropUnverifiedClaims(tx, address)
  return row
}

/** Two accounts that prove one address at the same moment take the rows in one order, so neither waits for the other for ever. */
async function lockClaims(tx: Transaction, address: string): Promise<void> {
  if (tx.engine === 'sqlite') return // one writer at a time
  await tx.db.selectFrom('email_addresses').select('id').where('email_address', '=', address).orderBy('id').forUpdate().execute()
}

/** Takes a verification back: the address identifies its user no longer. @throws `resource_not_found` */
export const markUnverified = (tx: Transaction, { id, email_address }: EmailAddressRow): Promise<EmailAddressRow> =>
  writeVerification(tx, id, email_address, { verified_at: null, verification: null })

async function writeVerification(
  tx: Transaction,
  id: string,
  address: string,
  columns: Pick<EmailAddressRow, 'verified_at' | 'verification'>,
): Promise<EmailAddressRow> {
  const changes = { ...columns, updated_at: tx.now() }
  const row = await updateRow(tx, 'email_addresses', id, changes, { email_address: address }).catch(throwTakenAddress)
  if (!row) throw errors.resourceNotFound()
  return row
}

export async function removeEmailAddress(tx: Transaction, id: string): Promise<void> {
  await tx.db.deleteFrom('email_addresses').where('id', '=', id).execute()
}

export async function findEmailAddress(instance: Instance, id: string): Promise<EmailAddressRow | null> {
  return (await instance.db.selectFrom('email_addresses').selectAll().where('id', '=', id).executeTakeFirst()) ?? null
}

/** A user who added the address without verifying it loses it to the person who verified it. */
const dropUnverifiedClaims = prepared((db, address: string) =>
  db.deleteFrom('email_addresses').where('email_address', '=', address).where('verified_at', 'is', null),
)

const verifiedByAddress = prepared((db, address: string) =>
  db.selectFrom('email_addresses').selectAll().where('email_address', '=', address).where('verified_at', 'is not', null),
)

export async function findVerifiedEmailAddress(instance: Instance, address: string): Promise<EmailAddressRow | null> {
  const [row] = await verifiedByAddress(instance, address)
  return row ?? null
}

const ownerByAddress = prepared((db, address: string) =>
  db
    .selectFrom('users')
    .selectAll()
    .where('id', '=', (from) =>
      from
        .selectFrom('email_addresses')
        .select('user_id')
        .where('email_address', '=', address)
        .where('verified_at', 'is not', null),
    ),
)

/** The user whom the address identifies: one query, since every sign-in begins with it. */
export async function findUserByEmailAddress(instance: Instance, address: string): Promise<UserRow | null> {
  const [user] = await ownerByAddress(instance, address)
  return user ?? null
}

const byUser = prepared((db, userId: string) =>
  db.selectFrom('email_addresses').selectAll().where('user_id', '=', userId).orderBy('created_at').orderBy('id'),
)

/** All addresses of these users, oldest first: one query, however many users. */
export async function emailAddressesOf(instance: Instance, userIds: string[]): Promise<EmailAddressRow[]> {
  if (userIds.length < 2) return userIds[0] === undefined ? [] : byUser(instance, userIds[0])
  return instance.db
    .selectFrom('email_addresses')
    .selectAll()
    .where('user_id', 'in', userIds)
    .orderBy('created_at')
    .orderBy('id')
    .execute()
}

export interface FormerAddress {
  /** Another one is made where somebody has it. */
  id: string
  user_id: string
  address: string
  verified_at: number | null
  verification: string | null
  created_at: number
  updated_at: number
}

/** Who has verified one of these addresses. */
export async function ownersAmong(
  { db }: Instance,
  addresses: string[],
): Promise<Array<Pick<EmailAddressRow, 'email_address' | 'user_id'>>> {
  if (addresses.length === 0) return []
  return db
    .selectFrom('email_addresses')
    .select(['email_address', 'user_id'])
    .where('email_address', 'in', padded(addresses))
    .where('verified_at', 'is not', null)
    .execute()
}

/** Which of these are ids of addresses already. */
export async function addressIdsAmong({ db }: Instance, ids: string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const rows = await db.selectFrom('email_addresses').select('id').where('id', 'in', padded(ids)).execute()
  return new Set(rows.map(({ id }) => id))
}

/**
 * Writes the addresses of people who had an account elsewhere, on the word of who brings them.
 * @throws the engine's own error when somebody else has verified one by now: see `violatedIndex`
 */
export async function insertEmailAddresses(tx: Transaction, addresses: FormerAddress[]): Promise<void> {
  const verified = addresses.flatMap(({ address, verified_at }) => (verified_at === null ? [] : [address]))
  if (verified.length > 0)
    await tx.db
      .deleteFrom('email_addresses')
      .where('email_address', 'in', padded(verified))
      .where('verified_at', 'is', null)
      .execute()
  await insertRows(tx, 'email_addresses', addresses.map(({ address, ...row }) => ({ ...row, email_address: address }))) // biome-ignore format: one thought
}

function throwTakenAddress(error: unknown): never {
  const index = violatedIndex(error)
  if (index === 'email_addresses_verified' || index === 'email_addresses_of_user')
    throw errors.formIdentifierExists('email_address')
  throw error
}
