/** An intruder removes the owner's address last; so a removed address goes on hearing for a week. */
import { newId } from '../../../crypto/random.js'
import { prepared } from '../../../database/prepared.js'
import { deleteBefore, insertRow } from '../../../database/rows.js'
import type { Purge } from '../../../start/housekeeping.js'
import type { Instance, Transaction } from '../../../start/instance.js'

const heardDays = 7

export async function rememberFormerAddress(tx: Transaction, userId: string, emailAddress: string): Promise<void> {
  await insertRow(tx, 'former_addresses', {
    id: newId('idn'),
    user_id: userId,
    email_address: emailAddress,
    removed_at: tx.now(),
  })
}

const removedSince = prepared((db, userId: string, since: number) =>
  db
    .selectFrom('former_addresses')
    .select('email_address')
    .where('user_id', '=', userId)
    .where('removed_at', '>', since)
    .orderBy('removed_at'),
)

/** Addresses that the user removed within the last week. */
export async function formerAddressesOf(instance: Instance, userId: string): Promise<string[]> {
  const rows = await removedSince(instance, userId, instance.now() - heardDays * 24 * 3600_000)
  return rows.map(({ email_address }) => email_address)
}

export const formerAddresses: Purge = {
  what: 'Addresses that their owner removed, which hear of changes for a week',
  end: 'they were removed',
  keptDays: heardDays + 1,
  some: (instance, before, limit) => deleteBefore(instance, 'former_addresses', 'removed_at', before, limit),
}
