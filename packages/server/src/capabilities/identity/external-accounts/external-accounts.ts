/**
 * Accounts that people have at other services. One belongs to the user who proved it, and is found by provider and subject together:
 * another provider's account of the same subject is somebody else's. What the provider says of addresses is kept, and identifies nobody.
 */
import { errors } from '@frontdesk/contract'
import { newId } from '../../../crypto/random.js'
import { type Flag, flag, fromJson, toJson } from '../../../database/columns.js'
import { padded } from '../../../database/padded.js'
import { prepared } from '../../../database/prepared.js'
import { insertRow, insertRows, updateRow } from '../../../database/rows.js'
import { violatedIndex } from '../../../database/unique-violation.js'
import type { Instance, Transaction } from '../../../start/instance.js'
import { externalAccountVerified } from '../../ground/one-time-secrets/verification.js'
import { noteHolding } from '../users/holdings.js'
import type { ExternalAccountsTable } from './tables.js'

export type ExternalAccountRow = ExternalAccountsTable

declare const verified: unique symbol

/** What a provider has just said of somebody, in an answer that was asked for and checked. */
export interface VerifiedExternalAccount {
  readonly [verified]: true
  readonly strategy: string
  readonly provider: string
  readonly subject: string
  readonly emailAddress: string | null
  /** By the provider's word. */
  readonly emailVerified: boolean
  readonly firstName: string | null
  readonly lastName: string | null
  readonly username: string | null
  readonly imageUrl: string | null
  readonly phoneNumber: string | null
  readonly scopes: string
  readonly tokens: ExternalTokens | null
}

export interface ExternalTokens {
  accessToken: string
  refreshToken: string | null
  idToken: string | null
  /** Milliseconds since 1970; null where the provider didn't say. */
  expiresAt: number | null
}

/** For the file that has just checked the provider's answer. */
export const verifiedExternalAccount = (fields: Omit<VerifiedExternalAccount, typeof verified>): VerifiedExternalAccount =>
  fields as VerifiedExternalAccount // the brand exists in types only

const sealedPurpose = 'external account'

/** As an attempt keeps it until it is at its end: sealed, since tokens are in it. */
export const sealAccount = ({ vault }: Instance, account: VerifiedExternalAccount): string =>
  vault.seal(toJson(account), sealedPurpose)

export const openAccount = ({ vault }: Instance, sealed: string): VerifiedExternalAccount =>
  fromJson<VerifiedExternalAccount>(vault.open(sealed, sealedPurpose)) // only `sealAccount` seals for this purpose

/** The account becomes that user's. @throws `external_account_exists` when somebody has it */
export async function addExternalAccount(
  tx: Transaction,
  userId: string,
  account: VerifiedExternalAccount,
): Promise<ExternalAccountRow> {
  const id = newId('eac')
  const row: ExternalAccountRow = {
    id,
    identification_id: newId('idn'),
    user_id: userId,
    ...columnsOf(tx, id, account),
    created_at: tx.now(),
  }
  await insertRow(tx, 'external_accounts', row).catch(throwTakenAccount)
  await noteHolding(tx, userId, 'external_account', true)
  return row
}

/** What the provider says of its account by now, and its newer tokens. */
export async function refreshExternalAccount(
  tx: Transaction,
  { id, sealed_tokens }: ExternalAccountRow,
  account: VerifiedExternalAccount,
): Promise<ExternalAccountRow> {
  const columns = columnsOf(tx, id, withEarlierRefreshToken(tx, id, sealed_tokens, account))
  const row = await updateRow(tx, 'external_accounts', id, columns, { provider_user_id: account.subject })
  if (!row) throw errors.resourceNotFound()
  return row
}

/** Many providers give a refresh token once, with the first consent. */
function withEarlierRefreshToken(
  instance: Instance,
  id: string,
  sealed: string | null,
  account: VerifiedExternalAccount,
): VerifiedExternalAccount {
  const earlier = sealed === null ? null : openTokens(instance, id, sealed)
  if (!account.tokens || account.tokens.refreshToken !== null || !earlier) return account
  return { ...account, tokens: { ...account.tokens, refreshToken: earlier.refreshToken } }
}

/** A user is about to prove an account: until then it is nobody's. An earlier one of that provider that was not proved either goes. */
export async function addPendingAccount(
  tx: Transaction,
  userId: string,
  provider: string,
  verification: (id: string) => Promise<string>,
): Promise<ExternalAccountRow> {
  await tx.db
    .deleteFrom('external_accounts')
    .where('user_id', '=', userId)
    .where('provider', '=', provider)
    .where('verified_at', 'is', null)
    .execute()
  const id = newId('eac')
  const row: ExternalAccountRow = {
    id,
    identification_id: newId('idn'),
    user_id: userId,
    provider,
    provider_user_id: null,
    email_address: '',
    email_verified: 0,
    first_name: '',
    last_name: '',
    username: null,
    image_url: null,
    phone_number: null,
    approved_scopes: '',
    sealed_tokens: null,
    verification: await verification(id),
    verified_at: null,
    created_at: tx.now(),
    updated_at: tx.now(),
  }
  await insertRow(tx, 'external_accounts', row)
  await noteHolding(tx, userId, 'external_account', true)
  return row
}

/** The account that was to be proved is proved. @throws `external_account_exists` when somebody has it, `resource_not_found` */
export async function provePendingAccount(
  tx: Transaction,
  id: string,
  userId: string,
  account: VerifiedExternalAccount,
): Promise<ExternalAccountRow> {
  const expected = { user_id: userId, provider: account.provider, verified_at: null }
  const row = await updateRow(tx, 'external_accounts', id, columnsOf(tx, id, account), expected).catch(throwTakenAccount)
  if (!row) throw errors.resourceNotFound()
  return row
}

/** Remembers what came of asking the provider. @throws `resource_not_found` */
export async function noteVerification(tx: Transaction, id: string, verification: string): Promise<ExternalAccountRow> {
  const row = await updateRow(tx, 'external_accounts', id, { verification, updated_at: tx.now() })
  if (!row) throw errors.resourceNotFound()
  return row
}

/** Its tokens go with it. Whether others remain is noted with the user. */
export async function removeExternalAccount(tx: Transaction, { id, user_id }: ExternalAccountRow): Promise<void> {
  await tx.db.deleteFrom('external_accounts').where('id', '=', id).execute()
  tx.written?.delete(`external_accounts ${id}`)
  await noteHolding(tx, user_id, 'external_account', (await externalAccountsOf(tx, [user_id])).length > 0)
}

/** Null where none are kept. */
export const tokensOf = (instance: Instance, { id, sealed_tokens }: ExternalAccountRow): ExternalTokens | null =>
  sealed_tokens === null ? null : openTokens(instance, id, sealed_tokens)

/** Keeps newer tokens in place of those that were read; null if somebody was first, or the account is gone. */
export async function writeTokens(
  tx: Transaction,
  { id, sealed_tokens }: ExternalAccountRow,
  tokens: ExternalTokens | null,
): Promise<ExternalAccountRow | null> {
  const changes = { sealed_tokens: tokens && sealTokens(tx, id, tokens), updated_at: tx.now() }
  return updateRow(tx, 'external_accounts', id, changes, { sealed_tokens })
}

const tokensPurpose = (id: string) => `tokens of ${id}`
const sealTokens = ({ vault }: Instance, id: string, tokens: ExternalTokens) => vault.seal(toJson(tokens), tokensPurpose(id))
const openTokens = ({ vault }: Instance, id: string, sealed: string): ExternalTokens =>
  fromJson(vault.open(sealed, tokensPurpose(id)))

/** An account that somebody proved at a former service, as its file says. */
export interface FormerAccount {
  provider: string
  subject: string
  emailAddress?: string | null | undefined
  emailVerified?: boolean | undefined
  firstName?: string | null | undefined
  lastName?: string | null | undefined
  username?: string | null | undefined
  imageUrl?: string | null | undefined
  scopes?: string | null | undefined
}

/** Of users whose rows note it. @throws for an account that is somebody's */
export async function insertExternalAccounts(
  tx: Transaction,
  accounts: Array<{ userId: string; account: FormerAccount; addedAt: number }>,
): Promise<void> {
  const rows = accounts.map(({ userId, account, addedAt }) => ({
    id: newId('eac'),
    identification_id: newId('idn'),
    user_id: userId,
    provider: account.provider,
    provider_user_id: account.subject,
    email_address: account.emailAddress ?? '',
    email_verified: flag(account.emailVerified ?? false),
    first_name: account.firstName ?? '',
    last_name: account.lastName ?? '',
    username: account.username ?? null,
    image_url: account.imageUrl ?? null,
    phone_number: null,
    approved_scopes: account.scopes ?? '',
    sealed_tokens: null,
    verification: externalAccountVerified(tx, `oauth_${account.provider}`),
    verified_at: addedAt,
    created_at: addedAt,
    updated_at: addedAt,
  }))
  await insertRows(tx, 'external_accounts', rows)
}

/** Whose these accounts are. */
export async function ownersOfAccountsAmong(
  { db }: Instance,
  accounts: Array<Pick<FormerAccount, 'provider' | 'subject'>>,
): Promise<Array<Pick<ExternalAccountRow, 'provider' | 'provider_user_id' | 'user_id'>>> {
  if (accounts.length === 0) return []
  return db
    .selectFrom('external_accounts')
    .select(['provider', 'provider_user_id', 'user_id'])
    .where('provider', 'in', padded([...new Set(accounts.map(({ provider }) => provider))]))
    .where('provider_user_id', 'in', padded([...new Set(accounts.map(({ subject }) => subject))]))
    .where('verified_at', 'is not', null)
    .execute()
}

const bySubject = prepared((db, provider: string, subject: string) =>
  db
    .selectFrom('external_accounts')
    .selectAll()
    .where('provider', '=', provider)
    .where('provider_user_id', '=', subject)
    .where('verified_at', 'is not', null),
)

/** The account that somebody has proved. */
export async function findExternalAccount(
  instance: Instance,
  { provider, subject }: Pick<VerifiedExternalAccount, 'provider' | 'subject'>,
): Promise<ExternalAccountRow | null> {
  const [row] = await bySubject(instance, provider, subject)
  return row ?? null
}

const byId = prepared((db, id: string) => db.selectFrom('external_accounts').selectAll().where('id', '=', id))

export async function findExternalAccountById(instance: Instance, id: string): Promise<ExternalAccountRow | null> {
  const [row] = await byId(instance, id)
  return row ?? null
}

const byUser = prepared((db, userId: string) =>
  db.selectFrom('external_accounts').selectAll().where('user_id', '=', userId).orderBy('created_at').orderBy('id'),
)

/** All accounts of these users, proved and not, oldest first: one query, however many users. */
export async function externalAccountsOf(instance: Instance, userIds: string[]): Promise<ExternalAccountRow[]> {
  if (userIds.length < 2) return userIds[0] === undefined ? [] : byUser(instance, userIds[0])
  return instance.db
    .selectFrom('external_accounts')
    .selectAll()
    .where('user_id', 'in', padded(userIds))
    .orderBy('created_at')
    .orderBy('id')
    .execute()
}

function columnsOf(
  tx: Transaction,
  id: string,
  account: VerifiedExternalAccount,
): Omit<ExternalAccountRow, 'id' | 'identification_id' | 'user_id' | 'created_at'> {
  return {
    provider: account.provider,
    provider_user_id: account.subject,
    email_address: account.emailAddress ?? '',
    email_verified: flag(account.emailVerified) satisfies Flag,
    first_name: account.firstName ?? '',
    last_name: account.lastName ?? '',
    username: account.username,
    image_url: account.imageUrl,
    phone_number: account.phoneNumber,
    approved_scopes: account.scopes,
    sealed_tokens: account.tokens && sealTokens(tx, id, account.tokens),
    verification: externalAccountVerified(tx, account.strategy),
    verified_at: tx.now(),
    updated_at: tx.now(),
  }
}

function throwTakenAccount(error: unknown): never {
  if (violatedIndex(error) === 'external_accounts_verified') throw errors.externalAccountExists()
  throw error
}
