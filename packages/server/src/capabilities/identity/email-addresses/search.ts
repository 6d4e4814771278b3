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

/** For a condition on users: one of their addresses has one of these parts. */
export const hasAddressLike = ({ db }: Instance, parts: string[]) => {
  const own = db.selectFrom('email_addresses').select('email_addresses.id').whereRef('user_id', '=', sql.ref('users.id'))
  return own.where((where) => where.or(parts.map((part) => isLike(where.ref('email_address'), containing(part)))))
}
