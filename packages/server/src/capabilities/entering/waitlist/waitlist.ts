/**
 * The waitlist: people leave an address, and an operator invites them. The answer is the same for every address, so that nobody learns from
 * it who waits, or who has an account.
 */
import { errors } from '@frontdesk/contract'
import { newId } from '../../../crypto/random.js'
import { contains } from '../../../database/contains.js'
import { lockName } from '../../../database/lock-name.js'
import { insertRow, updateRow } from '../../../database/rows.js'
import type { Instance, Transaction } from '../../../start/instance.js'
import { sendMail } from '../../ground/mail/send-mail.js'
import { createInvitation, findInvitation, type Invited, revokeInvitation } from '../invitations/invitations.js'
import type { WaitlistEntriesTable } from './tables.js'
import { waitlistMail } from './waitlist-mail.js'

export type WaitlistEntryRow = WaitlistEntriesTable

/** Adds an address, with a letter that confirms it; one that is on the list already stays as it is, and gets none. */
export async function joinWaitlist(tx: Transaction, address: string, notify = true): Promise<WaitlistEntryRow> {
  await lockName(tx, `waitlist ${address}`) // of two at once, the second finds what the first wrote
  const earlier = await tx.db.selectFrom('waitlist_entries').selectAll().where('email_address', '=', address).executeTakeFirst()
  if (earlier) return earlier

  const entry: WaitlistEntryRow = {
    id: newId('wle'),
    email_address: address,
    status: 'pending',
    invitation_id: null,
    invited_at: null,
    created_at: tx.now(),
    updated_at: tx.now(),
  }
  await insertRow(tx, 'waitlist_entries', entry)
  if (notify) await sendMail(tx, waitlistMail(tx, address))
  tx.tell('waitlistEntry.created', entry.id)
  return entry
}

/**
 * Sends an invitation to who waits, or was rejected before.
 * @throws `resource_not_found`, `conflict`, and what `createInvitation` throws
 */
export async function inviteEntry(
  tx: Transaction,
  id: string,
  ignoreExisting = false,
): Promise<{ entry: WaitlistEntryRow; invited: Invited }> {
  const entry = await requireEntry(tx, id)
  if (entry.status === 'completed' || (entry.status === 'invited' && !ignoreExisting))
    throw errors.waitlistEntryConflict(entry.status)
  const invited = await createInvitation(tx, {
    email_address: entry.email_address,
    ignore_existing: ignoreExisting,
    template_slug: 'waitlist_invitation',
  })
  const changes = { status: 'invited', invitation_id: invited.invitation.id, invited_at: tx.now() } as const
  return { entry: await moveOn(tx, entry, changes), invited }
}

/** The invitation of an entry that was invited is revoked. @throws `resource_not_found`, `conflict` */
export async function rejectEntry(tx: Transaction, id: string): Promise<WaitlistEntryRow> {
  const entry = await requireEntry(tx, id)
  if (entry.status !== 'pending' && entry.status !== 'invited') throw errors.waitlistEntryConflict(entry.status)
  const invitation = entry.invitation_id === null ? null : await findInvitation(tx, entry.invitation_id)
  if (invitation?.status === 'pending') await revokeInvitation(tx, invitation.id)
  return moveOn(tx, entry, { status: 'rejected' })
}

/** @throws `resource_not_found`, `conflict` for one that isn't pending */
export async function deleteEntry(tx: Transaction, id: string): Promise<void> {
  const { status } = await requireEntry(tx, id)
  const deleted = await tx.db
    .deleteFrom('waitlist_entries')
    .where('id', '=', id)
    .where('status', '=', 'pending')
    .returning('id')
    .executeTakeFirst()
  if (!deleted) throw errors.waitlistEntryConflict(status)
}

/** Who waited has signed up with the invitation. */
export async function completeEntry(tx: Transaction, invitationId: string): Promise<void> {
  const entry = await tx.db
    .selectFrom('waitlist_entries')
    .selectAll()
    .where('invitation_id', '=', invitationId)
    .where('status', '=', 'invited')
    .executeTakeFirst()
  if (entry) await moveOn(tx, entry, { status: 'completed' })
}

/** Of two who move it on at once, one does. */
async function moveOn(
  tx: Transaction,
  { id, status }: WaitlistEntryRow,
  changes: Partial<WaitlistEntryRow>,
): Promise<WaitlistEntryRow> {
  const moved = await updateRow(tx, 'waitlist_entries', id, { ...changes, updated_at: tx.now() }, { status })
  if (!moved) throw errors.waitlistEntryConflict('being changed')
  tx.tell('waitlistEntry.updated', id)
  return moved
}

export async function findEntry({ db }: Instance, id: string): Promise<WaitlistEntryRow | null> {
  return (await db.selectFrom('waitlist_entries').selectAll().where('id', '=', id).executeTakeFirst()) ?? null
}

async function requireEntry(tx: Transaction, id: string): Promise<WaitlistEntryRow> {
  const entry = await findEntry(tx, id)
  if (!entry) throw errors.resourceNotFound()
  return entry
}

export interface WaitlistFilter {
  status?: WaitlistEntryRow['status'] | undefined
  /** Part of an address, or a whole id. */
  query?: string | undefined
}

export interface WaitlistPage {
  order_by: { column: 'created_at' | 'email_address' | 'invited_at'; descending: boolean }
  limit: number
  offset: number
}

export async function listEntries(
  instance: Instance,
  filter: WaitlistFilter,
  { order_by: { column, descending }, limit, offset }: WaitlistPage,
): Promise<WaitlistEntryRow[]> {
  const direction = descending ? 'desc' : 'asc'
  return matching(instance, filter)
    .selectAll()
    .orderBy(column, (by) => (descending ? by.desc().nullsLast() : by.asc().nullsFirst()))
    .orderBy('id', direction)
    .limit(limit)
    .offset(offset)
    .execute()
}

export async function countEntries(instance: Instance, filter: WaitlistFilter): Promise<number> {
  const { count } = await matching(instance, filter)
    .select((select) => select.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return Number(count)
}

function matching({ db }: Instance, { status, query }: WaitlistFilter) {
  let found = db.selectFrom('waitlist_entries')
  if (status) found = found.where('status', '=', status)
  if (query)
    found = found.where((where) =>
      where.or([where('id', '=', query), where('email_address', 'like', contains(query.toLowerCase()))]),
    )
  return found
}
