/** Sub-queries for finding users by their phone numbers. */
import { type ExpressionBuilder, sql } from 'kysely'
import { containing, isLike } from '../../../database/search.js'
import type { Tables } from '../../../database/tables.js'
import type { Instance } from '../../../start/instance.js'

/** Ids of the users who have, or claim, one of these numbers, which begin with the country's code. */
export const ownersOfNumbers = ({ db }: Instance, numbers: string[]) => {
  const keys = numbers.map((number) => `+${number.replace(/\D/g, '')}`)
  return db.selectFrom('phone_numbers').select('user_id').where('phone_number', 'in', keys)
}

/** A part of a number as it is kept: digits, and perhaps the plus before them. Empty for what is no part of any. */
export const partOfNumber = (typed: string): string => (/\d/.test(typed) ? typed.replace(/(?!^\+)\D/g, '') : '')

/** The user of a row that has this part in a number, for a condition on users: see `ownerOfAddressLike`. */
export const ownerOfNumberLike = ({ db }: Instance, part: string) =>
  db
    .selectFrom('phone_numbers')
    .select('user_id')
    .whereRef('user_id', '=', sql.ref('users.id'))
    .where((where) => isLike(where.ref('phone_number'), containing(part)))

/** By which users are ordered: their primary number, null for those without one. */
export const primaryNumber = (where: ExpressionBuilder<Tables, 'users'>) =>
  where.selectFrom('phone_numbers').select('phone_number').whereRef('phone_numbers.id', '=', 'users.primary_phone_number_id')
