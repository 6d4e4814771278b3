/** The outbox: what happened, written in the transaction in which it happened. Webhooks and the audit log read it. */
import { newId } from '../../crypto/random.js'
import { toJson } from '../../database/columns.js'
import { insertRow } from '../../database/rows.js'
import type { Instance } from '../../instance.js'

export type EventType =
  | 'user.created'
  | 'user.updated'
  | 'user.deleted'
  | 'session.created'
  | 'session.ended'
  | 'session.removed'
  | 'session.revoked'
  | 'email.created'

/** Call it with the transactional instance of the change it tells about. `data` is the resource as the Backend API shows it. */
export async function recordEvent(tx: Instance, type: EventType, data: object): Promise<void> {
  await insertRow(tx, 'events', { id: newId('evt'), type, data: toJson(data), created_at: tx.now() })
}
