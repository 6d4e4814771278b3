import type { Transaction } from '../../../start/instance.js'
import { requireUser } from '../../identity/users/users.js'
import { vouchedSignIn } from './completed-sign-in.js'
import { createSession, type SessionRow } from './sessions.js'

/** A session without a sign-in, on a client of its own that no browser has: for tests of apps, only in development instances. */
export async function createTestSession(tx: Transaction, userId: string): Promise<SessionRow> {
  const user = await requireUser(tx, userId)
  const device = { client: null, newSecret: null, origin: null, address: '', userAgent: '' }
  const { session } = await createSession(tx, device, vouchedSignIn(user.id, tx.now()))
  return session
}
