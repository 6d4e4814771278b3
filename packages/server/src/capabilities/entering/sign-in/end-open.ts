import { prepared } from '../../../database/prepared.js'
import type { Transaction } from '../../../start/instance.js'

/**
 * Ends the sign-ins that a user has under way, wherever they began. What they proved was about the account as it was: call it in the
 * transaction that changes a password, takes an address away or keeps the user out. The sign-in that makes the change itself stays.
 */
export async function endOpenSignIns(tx: Transaction, userId: string, stayingId = ''): Promise<void> {
  await abandon(tx, userId, stayingId, tx.now())
}

const abandon = prepared((db, userId: string, stayingId: string, now: number) =>
  db
    .updateTable('sign_ins')
    .set({ abandon_at: now, updated_at: now })
    .where('user_id', '=', userId)
    .where('id', '<>', stayingId)
    .where('status', '<>', 'complete')
    .where('abandon_at', '>', now),
)
