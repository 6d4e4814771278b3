/** Sub-queries for finding users by their addresses. */
import { canonicalEmailAddress } from '@frontdesk/contract'
import { sql } from 'kysely'
import { containing, isLike } from '../../../database/search.js'
import type { Instance } from '../../../start/instance.js'

/** Ids of the users who have, or claim, one of these addresses. */
export const ownersOfAddresses = ({ db }: Instance, addresses: string[]) => {
  const keys = addresses.map((address) => canonicalEmailAddress(address) ?? address)
  return db.selectFrom('email_addresses').select('user_id').where('email_address', 'in', keys)
}

/**
 * The user of a row that has one of these parts in an address, for a condition on users. With `exists` in its place SQLite 3.53 counts a
 * user once for each such address where an offset is given.
 */
export const ownerOfAddressLike = ({ db }: Instance, parts: string[]) =>
  db
    .selectFrom('email_addresses')
    .select('user_id')
    .whereRef('user_id', '=', sql.ref('users.id'))
    .where((where) => where.or(parts.map((part) => isLike(where.ref('email_address'), containing(part)))))
