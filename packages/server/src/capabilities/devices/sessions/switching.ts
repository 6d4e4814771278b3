/** Several people may be signed in on one device; one of their sessions is the current one. */
import { errors } from '@frontdesk/contract'
import type { Transaction } from '../../../start/instance.js'
import { updateClient } from '../clients/clients.js'
import type { Device, KnownDevice } from '../clients/device.js'
import { finishSession, type SessionRow } from './sessions.js'
import { currentSession, signedInSessionsOf } from './signed-in.js'

/** Makes a session of this device the current one. */
export async function selectSession(tx: Transaction, device: KnownDevice, session: SessionRow): Promise<KnownDevice> {
  // Only a real switch moves `__client_uat`: tokens of other tabs would count as outdated for nothing.
  if (device.client.last_active_session_id === session.id) return device
  return updateClient(tx, device, { last_active_session_id: session.id, updated_at: tx.now() })
}

/** Signs one person out of this device; another one who is signed in here becomes the current one. */
export async function leaveSession(
  tx: Transaction,
  device: Device,
  session: SessionRow,
  status: 'ended' | 'removed' | 'revoked',
): Promise<{ session: SessionRow; device: KnownDevice }> {
  if (device.client?.id !== session.client_id) throw errors.resourceNotFound()
  const finished = await finishSession(tx, session, status)
  const next = currentSession(await signedInSessionsOf(tx, session.client_id), device.client)
  const changes = { last_active_session_id: next?.id ?? null, updated_at: tx.now() }
  return { session: finished, device: await updateClient(tx, device, changes) }
}
