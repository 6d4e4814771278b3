/** A user is a person with an account. Identifiers and credentials are unique or secret; everything else is theirs or the app's to set. */
import { errors, nameKey } from '@frontdesk/contract'
import { newId } from '../../../crypto/random.js'
import { flag, toJson } from '../../../database/columns.js'
import { padded } from '../../../database/padded.js'
import { prepared } from '../../../database/prepared.js'
import { insertRow, insertRows, recallRow, updateRow } from '../../../database/rows.js'
import { violatedIndex } from '../../../database/unique-violation.js'
import type { Instance, Transaction } from '../../../start/instance.js'
import type { UsersTable } from './tables.js'

export type UserRow = UsersTable

/** What a new user may have; everything is optional, as instance settings and callers decide what is required. */
export interface NewUser {
  id?: string
  external_id?: string | null
  username?: string | null
  first_name?: string | null
  last_name?: string | null
  locale?: string | null
  timezone?: string | null
  primary_email_address_id?: string | null
  primary_phone_number_id?: string | null
  primary_web3_wallet_id?: string | null
  password_digest?: string | null
  public_metadata?: object
  private_metadata?: object
  unsafe_metadata?: object
  legal_accepted_at?: number | null
  created_at?: number
  delete_self_enabled?: boolean
  create_organization_enabled?: boolean
  create_organizations_limit?: number | null
  bypass_client_trust?: boolean
}

/** What somebody may have who had an account before. */
export interface FormerUser extends NewUser {
  image_id?: string | null
  password_updated_at?: number | null
  password_compromised?: boolean
  banned?: boolean
  locked_until?: number | null
  last_sign_in_at?: number | null
  last_active_at?: number | null
  updated_at?: number
  /** See `holdings.ts`. */
  holds?: string
  mfa_enabled_at?: number | null
}

/** @throws `form_identifier_exists` for a taken username or external id */
export async function insertUser(tx: Transaction, fields: NewUser): Promise<UserRow> {
  const user = rowOf(fields, tx.now())
  await insertRow(tx, 'users', user).catch(throwTakenIdentifier)
  await changeUserCount(tx, 1)
  return user
}

/**
 * The same for many at once, who are not told of.
 * @throws the engine's own error when somebody else has an identifier by now: see `violatedIndex`
 */
export async function insertUsers(tx: Transaction, people: FormerUser[]): Promise<UserRow[]> {
  const now = tx.now()
  const users = people.map((fields) => rowOf(fields, now))
  await changeUserCount(tx, users.length) // first: see `removeUser`
  await insertRows(tx, 'users', users)
  return users
}

function rowOf(fields: FormerUser, now: number): UserRow {
  return {
    id: fields.id ?? newId('user'),
    external_id: fields.external_id ?? null,
    username: fields.username ?? null,
    first_name: fields.first_name ?? null,
    last_name: fields.last_name ?? null,
    locale: fields.locale ?? null,
    timezone: fields.timezone ?? null,
    image_id: fields.image_id ?? null,
    primary_email_address_id: fields.primary_email_address_id ?? null,
    primary_phone_number_id: fields.primary_phone_number_id ?? null,
    primary_web3_wallet_id: fields.primary_web3_wallet_id ?? null,
    primary_address: '',
    password_digest: fields.password_digest ?? null,
    password_updated_at: fields.password_digest ? (fields.password_updated_at ?? now) : null,
    password_compromised: flag(fields.password_compromised ?? false),
    public_metadata: toJson(fields.public_metadata ?? {}),
    private_metadata: toJson(fields.private_metadata ?? {}),
    unsafe_metadata: toJson(fields.unsafe_metadata ?? {}),
    banned: flag(fields.banned ?? false),
    locked_until: fields.locked_until ?? null,
    guesses_locked_until: null,
    failed_attempts: 0,
    delete_self_enabled: flag(fields.delete_self_enabled ?? true),
    create_organization_enabled: flag(fields.create_organization_enabled ?? true),
    create_organizations_limit: fields.create_organizations_limit ?? null,
    bypass_client_trust: flag(fields.bypass_client_trust ?? false),
    holds: fields.holds ?? '',
    mfa_enabled_at: fields.mfa_enabled_at ?? null,
    mfa_disabled_at: null,
    legal_accepted_at: fields.legal_accepted_at ?? null,
    last_sign_in_at: fields.last_sign_in_at ?? null,
    last_active_at: fields.last_active_at ?? null,
    created_at: fields.created_at ?? now,
    updated_at: fields.updated_at ?? now,
    ...keysOf({ username: fields.username ?? null, first_name: fields.first_name ?? null, last_name: fields.last_name ?? null }),
  }
}

const byId = prepared((db, id: string) => db.selectFrom('users').selectAll().where('id', '=', id))

export async function findUser(instance: Instance, id: string): Promise<UserRow | null> {
  const [user] = await findUsers(instance, [id])
  return user ?? null
}

/** The user, locked until this transaction ends. @throws `resource_not_found` */
export async function lockUserRow(tx: Transaction, id: string): Promise<UserRow> {
  const query = tx.db.selectFrom('users').selectAll().where('id', '=', id)
  // SQLite has one writer at a time, and no words for this.
  const user = await (tx.engine === 'postgres' ? query.forUpdate() : query).executeTakeFirst()
  if (!user) throw errors.resourceNotFound()
  return user
}

/** Those of these users who are there, locked until this transaction ends. */
export async function lockUserRows(tx: Transaction, ids: string[]): Promise<UserRow[]> {
  const query = tx.db.selectFrom('users').selectAll().where('id', 'in', ids).orderBy('id')
  return (tx.engine === 'postgres' ? query.forUpdate() : query).execute()
}

/** @throws `resource_not_found` */
export async function requireUser(instance: Instance, id: string): Promise<UserRow> {
  const user = await findUser(instance, id)
  if (!user) throw errors.resourceNotFound()
  return user
}

export async function findUsers(instance: Instance, ids: string[]): Promise<UserRow[]> {
  const [id] = ids
  if (id === undefined) return []
  if (ids.length > 1) return instance.db.selectFrom('users').selectAll().where('id', 'in', ids).execute()
  const known = recallRow(instance, 'users', id)
  return known ? [known] : byId(instance, id)
}

export async function findUserByUsername(instance: Instance, username: string): Promise<UserRow | null> {
  return (
    (await instance.db.selectFrom('users').selectAll().where('username_key', '=', nameKey(username)).executeTakeFirst()) ?? null
  )
}

export interface UserKeys {
  ids: string[]
  externalIds: string[]
  usernames: string[]
}

/** Who has one of these ids, external ids or usernames, however spelled. */
export async function findUsersByKeys(
  { db }: Instance,
  { ids, externalIds, usernames }: UserKeys,
): Promise<Array<Pick<UserRow, 'id' | 'external_id' | 'username_key'>>> {
  const among = (column: 'id' | 'external_id' | 'username_key', values: string[]) =>
    values.length === 0
      ? []
      : db.selectFrom('users').select(['id', 'external_id', 'username_key']).where(column, 'in', padded(values)).execute()
  const found = [await among('id', ids), await among('external_id', externalIds), await among('username_key', usernames.map(nameKey))] // biome-ignore format: one thought
  return found.flat()
}

const primaries = ['primary_email_address_id', 'primary_phone_number_id', 'primary_web3_wallet_id'] as const

/** Whether a verified address, number or wallet identifies the user, of another kind than the one that is named. */
export const hasPrimary = (user: UserRow, except?: (typeof primaries)[number]): boolean =>
  primaries.some((primary) => primary !== except && user[primary] !== null)

/** Users by their ids, in order, from behind one. */
export const usersAfter = prepared((db, id: string, limit: number) =>
  db.selectFrom('users').selectAll().where('id', '>', id).orderBy('id').limit(limit),
)

export async function findUserByExternalId(instance: Instance, externalId: string): Promise<UserRow | null> {
  return (await instance.db.selectFrom('users').selectAll().where('external_id', '=', externalId).executeTakeFirst()) ?? null
}

export type UserChanges = Partial<Omit<UserRow, 'id' | keyof Keys | 'primary_address' | 'updated_at'>>

/** Writes changes and answers the user as it then is; the caller records the event. @throws `form_identifier_exists`, `resource_not_found` */
export async function updateUser(tx: Transaction, id: string, changes: UserChanges): Promise<UserRow> {
  const columns = { ...changes, ...keysOf(changes), updated_at: tx.now() }
  const user = await updateRow(tx, 'users', id, columns).catch(throwTakenIdentifier)
  if (!user) throw errors.resourceNotFound()
  return user
}

/** Deletes the row and all that hangs on it; the caller records the event. @throws `resource_not_found` */
export async function removeUser(tx: Transaction, id: string): Promise<UserRow> {
  await changeUserCount(tx, -1) // first: a sign-up that holds it may be about to wait for this user's address
  const user = await tx.db.deleteFrom('users').where('id', '=', id).returningAll().executeTakeFirst()
  if (!user) throw errors.resourceNotFound()
  tx.written?.delete(`users ${id}`)
  return user
}

/** The same for many at once; answers how many there were. */
export async function removeUsers(tx: Transaction, ids: string[]): Promise<number> {
  await changeUserCount(tx, -ids.length)
  const { numDeletedRows } = await tx.db.deleteFrom('users').where('id', 'in', ids).executeTakeFirstOrThrow()
  return Number(numDeletedRows)
}

/** Puts a better digest of the same password in place, unless the password was changed meanwhile. */
export async function upgradePasswordDigest(tx: Transaction, id: string, outdated: string, digest: string): Promise<void> {
  await updateRow(tx, 'users', id, { password_digest: digest }, { password_digest: outdated })
}

type Keys = Pick<UserRow, 'username_key' | 'first_name_key' | 'last_name_key'>

/** What is compared, searched and sorted in place of these: the engines' own lower case differs, and knows no normal forms. */
function keysOf(names: Pick<UserRow, 'username' | 'first_name' | 'last_name'>): Keys
function keysOf(names: UserChanges): Partial<Keys>
function keysOf({ username, first_name, last_name }: UserChanges): Partial<Keys> {
  return {
    ...(username !== undefined && { username_key: username === null ? null : nameKey(username) }),
    ...(first_name !== undefined && { first_name_key: nameKey(first_name ?? '') }),
    ...(last_name !== undefined && { last_name_key: nameKey(last_name ?? '') }),
  }
}

/**
 * A sign-in clears what wrong guesses left behind. Answers the user, locked until this transaction ends.
 * @throws `resource_not_found`
 */
export async function noteSignIn(tx: Transaction, id: string): Promise<UserRow> {
  const now = tx.now()
  const changes = { last_sign_in_at: now, last_active_at: now, failed_attempts: 0, guesses_locked_until: null }
  const user = await updateRow(tx, 'users', id, changes)
  if (!user) throw errors.resourceNotFound()
  return user
}

/** The user's sessions note here that they are in use. */
export async function noteActiveUser(tx: Transaction, id: string): Promise<void> {
  await updateRow(tx, 'users', id, { last_active_at: tx.now() })
}

/** How many users there are, without counting them: a counter kept in the transactions that change it. */
export async function userCount(instance: Instance): Promise<number> {
  const counter = await instance.db.selectFrom('counters').select('value').where('name', '=', 'users').executeTakeFirst()
  return counter?.value ?? 0
}

/** Other sign-ups wait for this row until the transaction ends. */
const changeUserCount = prepared((db, by: number) =>
  db
    .insertInto('counters')
    .values({ name: 'users', value: by })
    .onConflict((conflict) => conflict.column('name').doUpdateSet((set) => ({ value: set('counters.value', '+', by) }))),
)

function throwTakenIdentifier(error: unknown): never {
  const index = violatedIndex(error)
  if (index === 'users_username_key') throw errors.formIdentifierExists('username')
  if (index === 'users_external_id') throw errors.formIdentifierExists('external_id')
  throw error
}
