/** Sub-queries for finding users by their addresses. */
import { canonicalAddressParts, canonicalEmailAddress } from '@frontdesk/contract'
import { sql } from 'kysely'
import { containing, isLike } from '../../../database/search.js'
import type { Instance } from '../../../start/instance.js'

/** Ids of the users who have, or claim, one of these addresses. */
export const ownersOfAddresses = ({ db }: Instance, addresses: string[]) => {
  const keys = addresses.map((address) => canonicalEmailAddress(address) ?? address)
  return db.selectFrom('email_addresses').select('user_id').where('email_address', 'in', keys)
}

/** Ids of the users one of whose addresses has this part; of a domain in other letters, a whole label. */
export const ownersOfAddressesLike = ({ db }: Instance, part: string) =>
  db
    .selectFrom('email_addresses')
    .select('user_id')
    .where((where) => where.or(canonicalAddressParts(part).map((one) => isLike(where.ref('email_address'), containing(one)))))

/** The address that a user's row names as primary, to sort users by. */
export const primaryAddress = ({ db }: Instance) =>
  db
    .selectFrom('email_addresses')
    .select('email_address')
    .where('email_addresses.id', '=', sql.ref<string>('users.primary_email_address_id'))
