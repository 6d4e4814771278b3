/** Where a person is signed in: their sessions on every device, which they may end from any of them. */
import { errors } from '@frontdesk/contract'
import type { Instance, Transaction } from '../../../start/instance.js'
import type { Device } from '../clients/device.js'
import { listSessions } from './listing.js'
import { findSession, finishSession, type SessionRow } from './sessions.js'
import type { SessionStatus } from './status.js'
import { leaveSession } from './switching.js'

const page = { limit: 500, offset: 0 } // of more, the newest

/** The user's sessions, newest first: all, or those of one status. */
export const sessionsOf = (instance: Instance, userId: string, status?: SessionStatus): Promise<SessionRow[]> =>
  listSessions(instance, { user_id: userId, status }, page)

/** Ends one of the user's sessions, on any device; one that has ended stays as it is. @throws `resource_not_found` for other people's */
export async function revokeOwnSession(
  tx: Transaction,
  device: Device,
  userId: string,
  id: string,
): Promise<{ session: SessionRow; device: Device }> {
  const session = await findSession(tx, id)
  if (session?.user_id !== userId) throw errors.resourceNotFound()
  return session.client_id === device.client?.id
    ? leaveSession(tx, device, session, 'revoked')
    : { session: await finishSession(tx, session, 'revoked'), device }
}
