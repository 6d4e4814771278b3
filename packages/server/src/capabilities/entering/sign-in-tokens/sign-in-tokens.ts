/**
 * Sign-in tokens: an app signs one of its users in by a link. The link stands for the first factor; a second one that the user has enrolled
 * is still asked for.
 */
import { errors } from '@frontdesk/contract'
import { newId } from '../../../crypto/random.js'
import { insertRow, updateRow } from '../../../database/rows.js'
import type { Instance, Transaction } from '../../../start/instance.js'
import { endSecrets } from '../../ground/one-time-secrets/one-time-secrets.js'
import { requireUser } from '../../identity/users/users.js'
import { issueTicket, purposeOf } from '../tickets/tickets.js'
import type { SignInTokensTable } from './tables.js'

export type SignInTokenRow = SignInTokensTable

const usualSeconds = 30 * 24 * 3600

/** @throws `resource_not_found` for a user who isn't there */
export async function createSignInToken(
  tx: Transaction,
  userId: string,
  lifetimeSeconds: number | null = null,
): Promise<{ token: SignInTokenRow; ticket: string }> {
  await requireUser(tx, userId)
  const now = tx.now()
  const token: SignInTokenRow = {
    id: newId('sit'),
    user_id: userId,
    status: 'pending',
    expires_at: now + (lifetimeSeconds ?? usualSeconds) * 1000,
    created_at: now,
    updated_at: now,
  }
  await insertRow(tx, 'sign_in_tokens', token)
  return { token, ticket: await issueTicket(tx, 'sit', token.id, token.expires_at) }
}

export async function findSignInToken({ db }: Instance, id: string): Promise<SignInTokenRow | null> {
  return (await db.selectFrom('sign_in_tokens').selectAll().where('id', '=', id).executeTakeFirst()) ?? null
}

/** One that can still be used. @throws `sign_in_token_revoked_code`, `sign_in_token_already_used_code`, `ticket_expired_code`, `ticket_invalid_code` */
export async function requirePendingToken(instance: Instance, id: string): Promise<SignInTokenRow> {
  const token = await findSignInToken(instance, id)
  if (!token) throw errors.ticketInvalid()
  if (token.status === 'revoked') throw errors.signInTokenRevoked()
  if (token.status === 'accepted') throw errors.signInTokenUsed()
  if (token.expires_at <= instance.now()) throw errors.ticketExpired()
  return token
}

/** Of two who use it at once, one does. @throws as `requirePendingToken` */
export async function useSignInToken(tx: Transaction, id: string): Promise<SignInTokenRow> {
  await requirePendingToken(tx, id)
  const changes = { status: 'accepted', updated_at: tx.now() } as const
  const used = await updateRow(tx, 'sign_in_tokens', id, changes, { status: 'pending' })
  if (!used) throw errors.signInTokenUsed()
  await endSecrets(tx, purposeOf('sit'), id, tx.now())
  return used
}

/** @throws `resource_not_found`, `sign_in_token_cannot_be_revoked_code` */
export async function revokeSignInToken(tx: Transaction, id: string): Promise<SignInTokenRow> {
  const changes = { status: 'revoked', updated_at: tx.now() } as const
  const revoked = await updateRow(tx, 'sign_in_tokens', id, changes, { status: 'pending' })
  if (!revoked) {
    const token = await findSignInToken(tx, id)
    throw token ? errors.signInTokenCannotBeRevoked(token.status) : errors.resourceNotFound()
  }
  await endSecrets(tx, purposeOf('sit'), id, tx.now())
  return revoked
}
