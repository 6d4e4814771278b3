/** Whoever takes an account over removes the owner's address last; so a removed address goes on hearing for a week. */
import { newId } from '../../../crypto/random.js'
import { prepared } from '../../../database/prepared.js'
import { insertRow } from '../../../database/rows.js'
import type { Instance, Transaction } from '../../../start/instance.js'

const heardMs = 7 * 24 * 3600_000

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
  const rows = await removedSince(instance, userId, instance.now() - heardMs)
  return rows.map(({ email_address }) => email_address)
}

/** Deletes addresses whose week had ended by `before`, at most `limit`; returns how many. */
export async function purgeFormerAddresses(instance: Instance, before: number, limit: number): Promise<number> {
  const { numDeletedRows } = await instance.db
    .deleteFrom('former_addresses')
    .where('id', 'in', (from) =>
      from
        .selectFrom('former_addresses')
        .select('id')
        .where('removed_at', '<', before - heardMs)
        .limit(limit),
    )
    .executeTakeFirst()
  return Number(numDeletedRows)
}
