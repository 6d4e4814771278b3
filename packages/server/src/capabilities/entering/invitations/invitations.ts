/**
 * Invitations to sign up. Whoever follows the link of one has the address that it was sent to, and gets in where sign-ups are closed. It is
 * accepted once, in the transaction that makes the user.
 */
import { errors } from '@frontdesk/contract'
import { newId } from '../../../crypto/random.js'
import { toJson } from '../../../database/columns.js'
import { contains } from '../../../database/contains.js'
import { lockName } from '../../../database/lock-name.js'
import { insertRow, updateRow } from '../../../database/rows.js'
import type { Instance, Transaction } from '../../../start/instance.js'
import { safeRedirectInMail } from '../../../wire/safe-redirect.js'
import { sendMail } from '../../ground/mail/send-mail.js'
import { endSecrets } from '../../ground/one-time-secrets/one-time-secrets.js'
import { findUserByEmailAddress } from '../../identity/email-addresses/email-addresses.js'
import { issueTicket, purposeOf, ticketUrl } from '../tickets/tickets.js'
import { type InvitationLetter, invitationMail } from './invitation-mail.js'
import type { InvitationsTable } from './tables.js'

export type InvitationRow = InvitationsTable

export interface NewInvitation {
  email_address: string
  public_metadata?: object | null | undefined
  redirect_url?: string | null | undefined
  expires_in_days?: number | null | undefined
  notify?: boolean | null | undefined
  ignore_existing?: boolean | null | undefined
  template_slug?: InvitationLetter | undefined
}

/** An invitation, with the link that is shown once. */
export interface Invited {
  invitation: InvitationRow
  url: string
}

const dayMs = 24 * 3600_000
const usualDays = 30

/**
 * Invites somebody, by a letter unless that is not wanted.
 * @throws `duplicate_record` for an address with a pending invitation, `form_identifier_exists` for that of a user (neither where existing
 * ones are to be ignored), `invalid_url`, `public_url_missing`
 */
export async function createInvitation(tx: Transaction, fields: NewInvitation): Promise<Invited> {
  const { email_address, public_metadata, redirect_url, notify, ignore_existing, template_slug = 'invitation' } = fields
  await lockName(tx, `invitations ${email_address}`) // of two at once, the second finds what the first wrote
  if (!ignore_existing) {
    if (await findUserByEmailAddress(tx, email_address)) throw errors.formIdentifierExists('email_address')
    if (await hasPending(tx, email_address)) throw errors.invitationExists()
  }
  const now = tx.now()
  const invitation: InvitationRow = {
    id: newId('inv'),
    email_address,
    status: 'pending',
    public_metadata: toJson(public_metadata ?? {}),
    redirect_url: redirect_url ? safeRedirectInMail(tx, redirect_url) : null,
    expires_at: now + (fields.expires_in_days ?? usualDays) * dayMs,
    created_at: now,
    updated_at: now,
  }
  await insertRow(tx, 'invitations', invitation)
  const url = ticketUrl(tx, await issueTicket(tx, 'inv', invitation.id, invitation.expires_at))
  if (notify ?? true)
    await sendMail(tx, invitationMail(tx, template_slug, { to: email_address, url, expiresAt: invitation.expires_at }))
  return { invitation, url }
}

async function hasPending({ db, now }: Transaction, address: string): Promise<boolean> {
  const pending = await db
    .selectFrom('invitations')
    .select('id')
    .where('email_address', '=', address)
    .where('status', '=', 'pending')
    .where('expires_at', '>', now())
    .executeTakeFirst()
  return pending !== undefined
}

/** Time ends an invitation without a write. */
export const invitationStatus = ({ status, expires_at }: InvitationRow, now: number) =>
  status === 'pending' && expires_at <= now ? 'expired' : status

export async function findInvitation({ db }: Instance, id: string): Promise<InvitationRow | null> {
  return (await db.selectFrom('invitations').selectAll().where('id', '=', id).executeTakeFirst()) ?? null
}

export async function findInvitations({ db }: Instance, ids: string[]): Promise<InvitationRow[]> {
  return ids.length === 0 ? [] : db.selectFrom('invitations').selectAll().where('id', 'in', ids).execute()
}

/** One that can still be accepted. @throws `revoked_invitation`, `invitation_already_accepted`, `ticket_expired_code`, `ticket_invalid_code` */
export async function requirePending(instance: Instance, id: string): Promise<InvitationRow> {
  const invitation = await findInvitation(instance, id)
  if (!invitation) throw errors.ticketInvalid()
  const status = invitationStatus(invitation, instance.now())
  if (status === 'revoked') throw errors.invitationRevoked()
  if (status === 'accepted') throw errors.invitationAccepted()
  if (status === 'expired') throw errors.ticketExpired()
  return invitation
}

/** Of two who accept it at once, one does. @throws as `requirePending` */
export async function acceptInvitation(tx: Transaction, id: string): Promise<InvitationRow> {
  await requirePending(tx, id)
  const changes = { status: 'accepted', updated_at: tx.now() } as const
  const accepted = await updateRow(tx, 'invitations', id, changes, { status: 'pending' })
  if (!accepted) throw errors.invitationAccepted()
  await endSecrets(tx, purposeOf('inv'), id, tx.now())
  return accepted
}

/** Its link stops working. @throws `resource_not_found`, `invitation_already_accepted`, `invitation_already_revoked` */
export async function revokeInvitation(tx: Transaction, id: string): Promise<InvitationRow> {
  const changes = { status: 'revoked', updated_at: tx.now() } as const
  const revoked = await updateRow(tx, 'invitations', id, changes, { status: 'pending' })
  if (!revoked) {
    const invitation = await findInvitation(tx, id)
    if (!invitation) throw errors.resourceNotFound()
    throw invitation.status === 'accepted' ? errors.invitationAccepted() : errors.invitationAlreadyRevoked()
  }
  await endSecrets(tx, purposeOf('inv'), id, tx.now())
  return revoked
}

/** @throws `resource_not_found` */
export async function deleteInvitation(tx: Transaction, id: string): Promise<void> {
  const deleted = await tx.db.deleteFrom('invitations').where('id', '=', id).returning('id').executeTakeFirst()
  if (!deleted) throw errors.resourceNotFound()
  await endSecrets(tx, purposeOf('inv'), id, tx.now())
}

export interface InvitationFilter {
  status?: 'pending' | 'accepted' | 'revoked' | 'expired' | undefined
  /** Part of an address, or a whole id. */
  query?: string | undefined
}

export interface InvitationPage {
  order_by: { column: 'created_at' | 'email_address' | 'expires_at'; descending: boolean }
  limit: number
  offset: number
}

export async function listInvitations(
  instance: Instance,
  filter: InvitationFilter,
  { order_by: { column, descending }, limit, offset }: InvitationPage,
): Promise<InvitationRow[]> {
  const direction = descending ? 'desc' : 'asc'
  return matching(instance, filter)
    .selectAll()
    .orderBy(column, direction)
    .orderBy('id', direction)
    .limit(limit)
    .offset(offset)
    .execute()
}

export async function countInvitations(instance: Instance, filter: InvitationFilter): Promise<number> {
  const { count } = await matching(instance, filter)
    .select((select) => select.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** Revoked ones are listed only where they are asked for. */
function matching({ db, now }: Instance, { status, query }: InvitationFilter) {
  let found = db.selectFrom('invitations')
  if (status === undefined) found = found.where('status', '<>', 'revoked')
  else if (status === 'expired') found = found.where('status', '=', 'pending').where('expires_at', '<=', now())
  else found = found.where('status', '=', status)
  if (status === 'pending') found = found.where('expires_at', '>', now())
  if (query)
    found = found.where((where) =>
      where.or([where('id', '=', query), where('email_address', 'like', contains(query.toLowerCase()))]),
    )
  return found
}
