import { prepared } from '../../../database/prepared.js'
import type { Transaction } from '../../../start/instance.js'

/**
 * Ends the sign-ins that a user has under way, wherever they began. What they proved was about the account as it was: call it in the
 * transaction that changes a password, takes an address away or keeps the user out.
 */
export async function endOpenSignIns(tx: Transaction, userId: string): Promise<void> {
  await abandon(tx, userId, tx.now())
}

const abandon = prepared((db, userId: string, now: number) =>
  db
    .updateTable('sign_ins')
    .set({ abandon_at: now, updated_at: now })
    .where('user_id', '=', userId)
    .where('status', '<>', 'complete')
    .where('abandon_at', '>', now),
)
