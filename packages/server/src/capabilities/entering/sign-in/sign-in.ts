/**
 * A sign-in is a small state machine: needs_identifier → needs_first_factor → (needs_new_password →) (needs_second_factor →) complete.
 * The matrix of factors says what each state offers; a session is made only at the end, from factors that were verified.
 */
import { errors } from '@frontdesk/contract'
import { newId } from '../../../crypto/random.js'
import { prepared } from '../../../database/prepared.js'
import { insertRow, updateRow } from '../../../database/rows.js'
import type { Instance, Transaction } from '../../../start/instance.js'
import type { ClientRow } from '../../devices/clients/clients.js'
import type { Device, KnownDevice } from '../../devices/clients/device.js'
import { readFactor, type VerifiedFactor } from '../../devices/sessions/completed-sign-in.js'
import type { UserRow } from '../../identity/users/users.js'
import { hidesAccounts } from './hidden-accounts.js'
import type { SignInsTable } from './tables.js'

export type SignInRow = SignInsTable
export type NewSignIn = Omit<SignInRow, 'client_id'>
export type Columns = Partial<Omit<SignInRow, 'id' | 'client_id'>>

const lifetimeMs = 24 * 3600_000

export function newSignIn(instance: Instance, identifier: string | null, user: UserRow | null): NewSignIn {
  const now = instance.now()
  return {
    id: newId('sia'),
    user_id: user?.id ?? null,
    status: user || (identifier && hidesAccounts(instance)) ? 'needs_first_factor' : 'needs_identifier',
    identifier,
    first_factor_verification: null,
    second_factor_verification: null,
    first_factor: null,
    identification_id: null,
    external_account: null,
    created_session_id: null,
    abandon_at: now + lifetimeMs,
    created_at: now,
    updated_at: now,
  }
}

/** A sign-in after a step, and the device as that left it. */
export interface Advanced {
  signIn: SignInRow
  device: Device
}

export async function insertSignIn(tx: Transaction, device: KnownDevice, signIn: NewSignIn, columns: Columns): Promise<Advanced> {
  const row = { ...signIn, ...columns, client_id: device.client.id }
  await insertRow(tx, 'sign_ins', row)
  return { signIn: row, device }
}

/** The sign-in of this browser, while it can still go on. */
export async function findOpenSignIn(instance: Instance, client: ClientRow | null, id: string): Promise<SignInRow> {
  const [signIn] = client ? await ofClient(instance, id, client.id) : []
  if (!signIn || signIn.status === 'complete' || signIn.abandon_at <= instance.now()) throw errors.resourceNotFound()
  return signIn
}

/** The same, also after it is complete: who waits for a link learns of it so. */
export async function findSignIn(instance: Instance, client: ClientRow | null, id: string): Promise<SignInRow> {
  const [signIn] = client ? await ofClient(instance, id, client.id) : []
  if (!signIn || signIn.abandon_at <= instance.now()) throw errors.resourceNotFound()
  return signIn
}

/** The client that began it; null for none. */
export async function clientOfSignIn({ db }: Instance, id: string): Promise<string | null> {
  const signIn = await db.selectFrom('sign_ins').select('client_id').where('id', '=', id).executeTakeFirst()
  return signIn?.client_id ?? null
}

const ofClient = prepared((db, id: string, clientId: string) =>
  db.selectFrom('sign_ins').selectAll().where('id', '=', id).where('client_id', '=', clientId),
)

/** Moves a sign-in on from the state it was read in; whoever else moved or ended it first wins. */
export async function writeSignIn(tx: Transaction, signIn: SignInRow, columns: Columns): Promise<SignInRow> {
  const changes = { ...columns, updated_at: tx.now() }
  const written = await updateRow(tx, 'sign_ins', signIn.id, changes, { status: signIn.status, abandon_at: signIn.abandon_at })
  if (!written) throw errors.resourceNotFound()
  return written
}

/** By what the first factor was verified, while the second one is waited for. */
export const firstStrategyOf = ({ first_factor }: SignInRow): string | null => first_factor && readFactor(first_factor).strategy

/** The first factor, verified by an earlier request. @throws `verification_expired` through a door that was left open */
export function firstFactorOf(instance: Instance, { first_factor }: SignInRow): VerifiedFactor<'first'> {
  if (first_factor === null) throw errors.verificationMissing() // verified by an older release
  const factor = readFactor(first_factor)
  const openUntil = factor.verifiedAt + instance.settings.codes.lifetimeSeconds * 1000
  if (openUntil <= instance.now()) throw errors.verificationExpired()
  return factor
}
