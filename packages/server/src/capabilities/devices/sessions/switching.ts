/** Several people may be signed in on one browser; one of their sessions is the current one. */
import { errors } from '@frontdesk/contract'
import type { Transaction } from '../../../start/instance.js'
import type { Browser } from '../clients/browser.js'
import { updateClient } from '../clients/clients.js'
import { finishSession, type SessionRow } from './sessions.js'
import { currentSession, signedInSessionsOf } from './signed-in.js'

/** Makes a session of this browser the current one. */
export async function selectSession(tx: Transaction, browser: Browser, session: SessionRow): Promise<void> {
  browser.sessionsChanged = true
  // Only a real switch moves `__client_uat`: tokens of other tabs would count as outdated for nothing.
  if (browser.client?.last_active_session_id === session.id) return
  await updateClient(tx, browser, { last_active_session_id: session.id, updated_at: tx.now() })
}

/** Signs one person out of this browser; another one who is signed in here becomes the current one. */
export async function leaveSession(
  tx: Transaction,
  browser: Browser,
  session: SessionRow,
  status: 'ended' | 'removed' | 'revoked',
): Promise<SessionRow> {
  if (browser.client?.id !== session.client_id) throw errors.resourceNotFound()
  const finished = await finishSession(tx, session, status)
  const next = currentSession(await signedInSessionsOf(tx, session.client_id), browser.client)
  await updateClient(tx, browser, { last_active_session_id: next?.id ?? null, updated_at: tx.now() })
  browser.sessionsChanged = true
  return finished
}
