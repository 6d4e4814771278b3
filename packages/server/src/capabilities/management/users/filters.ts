/** Which users a request is about: one set of conditions for the list and for its count. */
import { errors, nameKey, type UserFilter } from '@frontdesk/contract'
import type { Expression, ExpressionBuilder, SqlBool } from 'kysely'
import { containing, isLike } from '../../../database/search.js'
import type { Tables } from '../../../database/tables.js'
import type { Instance } from '../../../start/instance.js'
import { ownersOfAddresses, ownersOfAddressesLike } from '../../identity/email-addresses/search.js'

export type UserCondition = (where: ExpressionBuilder<Tables, 'users'>) => Expression<SqlBool>

/** The filter as a condition on users; null when it lets all of them through. @throws `form_param_missing` */
export function conditionOf(instance: Instance, filter: UserFilter): UserCondition | null {
  if ((filter.provider === undefined) !== (filter.provider_user_id === undefined))
    throw errors.formParamMissing(filter.provider === undefined ? 'provider' : 'provider_user_id')

  const conditions = [...byIdentifier(instance, filter), ...byText(instance, filter), ...byTime(filter)]
  if (filter.banned !== undefined) conditions.push((where) => where('banned', '=', where.lit(filter.banned ? 1 : 0)))
  return conditions.length === 0 ? null : (where) => where.and(conditions.map((condition) => condition(where)))
}

// What nobody has yet: phone numbers, wallets, connected accounts, organizations.
const nobody: UserCondition = (where) => where.lit(false)

function byIdentifier(instance: Instance, filter: UserFilter): UserCondition[] {
  const conditions: UserCondition[] = []
  const { email_address, username, user_id, external_id, organization_id } = filter
  if (email_address) conditions.push((where) => where('id', 'in', ownersOfAddresses(instance, email_address)))
  if (username)
    conditions.push((where) =>
      where(
        'username_key',
        'in',
        username.map((value) => nameKey(value.trim())),
      ),
    )
  if (filter.phone_number || filter.web3_wallet || filter.provider) conditions.push(nobody)
  if (organization_id && signed(organization_id).included.length > 0) conditions.push(nobody)

  for (const [column, values] of [['id', user_id] as const, ['external_id', external_id] as const]) {
    if (!values) continue
    const { included, excluded } = signed(values)
    if (included.length > 0) conditions.push((where) => where(column, 'in', included))
    if (excluded.length > 0) conditions.push((where) => where.or([where(column, 'not in', excluded), where(column, 'is', null)]))
  }
  return conditions
}

const shortestPartOfId = 6 // ids are random: three letters of a name occur in one of a thousand

function byText(instance: Instance, filter: UserFilter): UserCondition[] {
  const conditions: UserCondition[] = []
  const add = (text: string | undefined, condition: (typed: string) => UserCondition) => {
    const typed = text?.trim()
    if (typed) conditions.push(condition(typed))
  }

  add(filter.email_address_query, (typed) => hasAddressLike(instance, typed))
  add(filter.username_query, hasUsernameLike)
  add(filter.name_query, hasNameLike)
  add(filter.phone_number_query, () => nobody)
  add(filter.query, (typed) => (where) => {
    const places = [hasAddressLike(instance, typed), hasUsernameLike(typed), hasNameLike(typed)]
    if (typed.length >= shortestPartOfId)
      places.push((of) => isLike(of.fn<string>('lower', ['id']), containing(typed.toLowerCase())))
    return where.or(places.map((place) => place(where)))
  })
  return conditions
}

const hasAddressLike =
  (instance: Instance, typed: string): UserCondition =>
  (where) =>
    where('id', 'in', ownersOfAddressesLike(instance, typed))

const hasUsernameLike =
  (typed: string): UserCondition =>
  (where) =>
    isLike(where.ref('username_key'), containing(nameKey(typed)))

/** First and last name together, so that a whole name is found too. */
const hasNameLike =
  (typed: string): UserCondition =>
  (where) =>
    isLike(where(where('first_name_key', '||', where.val(' ')), '||', where.ref('last_name_key')), containing(nameKey(typed)))

function byTime(filter: UserFilter): UserCondition[] {
  const conditions: UserCondition[] = []
  const add = (column: 'created_at' | 'last_active_at' | 'last_sign_in_at', operator: '<' | '>' | '>=', time?: number) => {
    if (time !== undefined) conditions.push((where) => where(column, operator, time))
  }
  add('created_at', '<', filter.created_at_before)
  add('created_at', '>', filter.created_at_after)
  add('last_active_at', '<', filter.last_active_at_before)
  add('last_active_at', '>', filter.last_active_at_after)
  add('last_active_at', '>=', filter.last_active_at_since)
  add('last_sign_in_at', '<', filter.last_sign_in_at_before)
  add('last_sign_in_at', '>', filter.last_sign_in_at_after)
  return conditions
}

/** `-x` leaves x out, `+x` and `x` ask for it. A `+` in a query string arrives as a space. */
function signed(values: string[]): { included: string[]; excluded: string[] } {
  return {
    included: values.filter((value) => !value.startsWith('-')).map((value) => value.replace(/^[+ ]/, '')),
    excluded: values.filter((value) => value.startsWith('-')).map((value) => value.slice(1)),
  }
}
