import type { Transaction } from '../../../start/instance.js'
import { requireUser } from '../../identity/users/users.js'
import type { Browser } from '../clients/browser.js'
import { vouchedSignIn } from './completed-sign-in.js'
import { createSession, type SessionRow } from './sessions.js'

/** A session without a sign-in, on a client of its own that no browser has: for tests of apps, only in development instances. */
export async function createTestSession(tx: Transaction, userId: string): Promise<SessionRow> {
  const user = await requireUser(tx, userId)
  const browser: Browser = {
    client: null,
    outdatedCookie: null,
    isNew: false,
    newSecret: null,
    sessionsChanged: false,
    origin: null,
    address: '',
    userAgent: '',
  }
  return createSession(tx, browser, vouchedSignIn(user.id, tx.now()))
}
