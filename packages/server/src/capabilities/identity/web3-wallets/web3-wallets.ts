/**
 * Wallets of users. Anybody may name any wallet; it belongs to the first who signs with it, and only then identifies them. A
 * VerifiedWeb3Wallet is made by consuming a proof (what the wallet signed) or by the secret key's word, and in no other way.
 */
import { errors } from '@frontdesk/contract'
import { newId } from '../../../crypto/random.js'
import { padded } from '../../../database/padded.js'
import { prepared } from '../../../database/prepared.js'
import { insertRow, updateRow } from '../../../database/rows.js'
import { violatedIndex } from '../../../database/unique-violation.js'
import type { Instance, Transaction } from '../../../start/instance.js'
import { claim } from '../../ground/one-time-secrets/one-time-secrets.js'
import { codeVerified, readVerification, verifiedBy } from '../../ground/one-time-secrets/verification.js'
import { noteHolding } from '../users/holdings.js'
import type { UserRow } from '../users/users.js'
import type { WalletProof } from './challenges.js'
import type { Web3WalletsTable } from './tables.js'

export type Web3WalletRow = Web3WalletsTable

declare const verified: unique symbol

export interface VerifiedWeb3Wallet {
  readonly [verified]: true
  readonly kind: 'web3_wallet'
  readonly address: string
  /** The column that remembers how. */
  readonly verification: string
}

/** The wallet that signed. */
export async function verifyWalletByProof(
  tx: Transaction,
  { proof, strategy, address }: WalletProof,
): Promise<VerifiedWeb3Wallet> {
  await claim(tx, proof)
  return { kind: 'web3_wallet', address, verification: codeVerified(strategy, proof) } as VerifiedWeb3Wallet // the brand exists in types only
}

/** What an attempt remembers of a proof that it consumed in an earlier request, as its verification column holds it. */
export function walletVerifiedEarlier(address: string | null, verification: string | null): VerifiedWeb3Wallet | null {
  if (address === null || verification === null || readVerification(verification).status !== 'verified') return null
  return { kind: 'web3_wallet', address, verification } as VerifiedWeb3Wallet // as above
}

/** For callers that hold the secret key: the app vouches for the wallet. */
export const vouchedWallet = (address: string): VerifiedWeb3Wallet =>
  ({ kind: 'web3_wallet', address, verification: verifiedBy('admin') }) as VerifiedWeb3Wallet // as above

/** A user's wallets are shown by the time they were added. @throws `form_identifier_exists` when the wallet is somebody's already */
export async function addVerifiedWeb3Wallet(
  tx: Transaction,
  userId: string,
  { address, verification }: VerifiedWeb3Wallet,
  { id = newId('idn'), addedAt = tx.now() } = {},
): Promise<Web3WalletRow> {
  await dropClaims(tx, address)
  return insert(tx, { id, user_id: userId, web3_wallet: address, verified_at: addedAt, verification, created_at: addedAt })
}

/** Anybody may claim a wallet; it identifies nobody until it signs. @throws `form_identifier_exists` when it is somebody's already */
export async function addUnverifiedWeb3Wallet(tx: Transaction, userId: string, address: string): Promise<Web3WalletRow> {
  // Where accounts are hidden, only who signs with the wallet hears that somebody has it.
  if (!tx.settings.enumerationProtection && (await findVerifiedWeb3Wallet(tx, address)))
    throw errors.formIdentifierExists('web3_wallet')
  const unverified = { verified_at: null, verification: null, created_at: tx.now() }
  return insert(tx, { id: newId('idn'), user_id: userId, web3_wallet: address, ...unverified })
}

async function insert(tx: Transaction, fields: Omit<Web3WalletRow, 'updated_at'>): Promise<Web3WalletRow> {
  const row = { ...fields, updated_at: fields.created_at }
  await insertRow(tx, 'web3_wallets', row).catch(throwTakenWallet)
  await noteHolding(tx, row.user_id, 'web3_wallet', true)
  return row
}

/** Remembers what the wallet is asked to sign. @throws `resource_not_found` once it is verified or gone */
export async function noteAskedWallet(tx: Transaction, id: string, verification: string): Promise<Web3WalletRow> {
  const row = await updateRow(tx, 'web3_wallets', id, { verification, updated_at: tx.now() }, { verified_at: null })
  if (!row) throw errors.resourceNotFound()
  return row
}

/** The claim becomes the user's own, and everybody else's claims to the wallet end. @throws `form_identifier_exists` when somebody else was first, `resource_not_found` */
export async function markWalletVerified(
  tx: Transaction,
  id: string,
  { address, verification }: VerifiedWeb3Wallet,
): Promise<Web3WalletRow> {
  await lockClaims(tx, address)
  const changes = { verified_at: tx.now(), verification, updated_at: tx.now() }
  const row = await updateRow(tx, 'web3_wallets', id, changes, { web3_wallet: address }).catch(throwTakenWallet)
  if (!row) throw errors.resourceNotFound()
  await dropClaims(tx, address)
  return row
}

/** Two accounts that prove one wallet at the same moment take the rows in one order, so neither waits for the other for ever. */
async function lockClaims(tx: Transaction, address: string): Promise<void> {
  if (tx.engine === 'sqlite') return // one writer at a time
  await tx.db.selectFrom('web3_wallets').select('id').where('web3_wallet', '=', address).orderBy('id').forUpdate().execute()
}

/** @throws `resource_not_found` */
export async function removeWeb3Wallet(tx: Transaction, { id, user_id }: Web3WalletRow): Promise<void> {
  const { numDeletedRows } = await tx.db.deleteFrom('web3_wallets').where('id', '=', id).executeTakeFirstOrThrow()
  if (Number(numDeletedRows) === 0) throw errors.resourceNotFound()
  await noteHolding(tx, user_id, 'web3_wallet', (await web3WalletsOf(tx, [user_id])).length > 0)
}

const byId = prepared((db, id: string) => db.selectFrom('web3_wallets').selectAll().where('id', '=', id))

export async function findWeb3Wallet(instance: Instance, id: string): Promise<Web3WalletRow | null> {
  const [row] = await byId(instance, id)
  return row ?? null
}

const claimants = prepared((db, address: string) =>
  db.selectFrom('web3_wallets').select('user_id').where('web3_wallet', '=', address).where('verified_at', 'is', null),
)

const dropUnverified = prepared((db, address: string) =>
  db.deleteFrom('web3_wallets').where('web3_wallet', '=', address).where('verified_at', 'is', null),
)

/** Users who named the wallet without signing lose it to the person who signed. */
async function dropClaims(tx: Transaction, address: string): Promise<void> {
  const losing = await claimants(tx, address)
  if (losing.length === 0) return
  await dropUnverified(tx, address)
  const ids = [...new Set(losing.map(({ user_id }) => user_id))].sort() // rows of users are locked in one order
  const left = new Set((await web3WalletsOf(tx, ids)).map(({ user_id }) => user_id))
  for (const id of ids) await noteHolding(tx, id, 'web3_wallet', left.has(id))
}

const verifiedByAddress = prepared((db, address: string) =>
  db.selectFrom('web3_wallets').selectAll().where('web3_wallet', '=', address).where('verified_at', 'is not', null),
)

export async function findVerifiedWeb3Wallet(instance: Instance, address: string): Promise<Web3WalletRow | null> {
  const [row] = await verifiedByAddress(instance, address)
  return row ?? null
}

const ownerByAddress = prepared((db, address: string) =>
  db
    .selectFrom('users')
    .selectAll()
    .where('id', '=', (from) =>
      from.selectFrom('web3_wallets').select('user_id').where('web3_wallet', '=', address).where('verified_at', 'is not', null),
    ),
)

/** The user whom the wallet identifies. */
export async function findUserByWeb3Wallet(instance: Instance, address: string): Promise<UserRow | null> {
  const [user] = await ownerByAddress(instance, address)
  return user ?? null
}

const byUser = prepared((db, userId: string) =>
  db.selectFrom('web3_wallets').selectAll().where('user_id', '=', userId).orderBy('created_at').orderBy('id'),
)

/** All wallets of these users, oldest first: one query, however many users. */
export async function web3WalletsOf(instance: Instance, userIds: string[]): Promise<Web3WalletRow[]> {
  if (userIds.length < 2) return userIds[0] === undefined ? [] : byUser(instance, userIds[0])
  return instance.db
    .selectFrom('web3_wallets')
    .selectAll()
    .where('user_id', 'in', padded(userIds))
    .orderBy('created_at')
    .orderBy('id')
    .execute()
}

/** Ids of the users who have, or claim, one of these wallets. */
export const ownersOfWallets = ({ db }: Instance, addresses: string[]) =>
  db.selectFrom('web3_wallets').select('user_id').where('web3_wallet', 'in', addresses)

function throwTakenWallet(error: unknown): never {
  const index = violatedIndex(error)
  if (index === 'web3_wallets_verified' || index === 'web3_wallets_of_user') throw errors.formIdentifierExists('web3_wallet')
  throw error
}
