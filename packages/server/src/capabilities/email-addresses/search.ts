/** Sub-queries for whoever looks for users by their addresses. */
import { sql } from 'kysely'
import { isLike, type Pattern } from '../../database/search.js'
import type { Instance } from '../../instance.js'

/** Ids of the users who have, or claim, one of these addresses. */
export const ownersOfAddresses = ({ db }: Instance, addresses: string[]) => {
  const keys = addresses.map((address) => address.toLowerCase())
  return db.selectFrom('email_addresses').select('user_id').where('email_address', 'in', keys)
}

/** Ids of the users one of whose addresses fits the pattern. */
export const ownersOfAddressesLike = ({ db }: Instance, pattern: Pattern) =>
  db
    .selectFrom('email_addresses')
    .select('user_id')
    .where((where) => isLike(where.ref('email_address'), pattern))

/** The address that a user's row names as primary, to sort users by. */
export const primaryAddress = ({ db }: Instance) =>
  db
    .selectFrom('email_addresses')
    .select('email_address')
    .where('email_addresses.id', '=', sql.ref<string>('users.primary_email_address_id'))
