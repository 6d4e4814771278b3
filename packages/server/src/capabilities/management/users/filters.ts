/** Which users a request is about: one set of conditions for the list and for its count. */
import { canonicalAddressParts, errors, nameKey, type UserFilter } from '@frontdesk/contract'
import type { Expression, ExpressionBuilder, SqlBool } from 'kysely'
import { readWalletAddress } from '../../../basics/wallet-address.js'
import { containing, isInIndex, isLike } from '../../../database/search.js'
import type { Tables } from '../../../database/tables.js'
import type { Instance } from '../../../start/instance.js'
import { ownerOfAddressLike, ownersOfAddresses } from '../../identity/email-addresses/search.js'
import { ownerOfNumberLike, ownersOfNumbers, partOfNumber } from '../../identity/phone-numbers/search.js'
import { ownersOfWallets } from '../../identity/web3-wallets/web3-wallets.js'

/** Who asks for a whole wallet asks for its owner: no part of a text is looked for. */
export function withWallet(filter: UserFilter): UserFilter {
  const wallet = filter.web3_wallet ? null : readWalletAddress(filter.query ?? '')
  return wallet ? { ...filter, query: undefined, web3_wallet: [wallet.address] } : filter
}

/** As it is kept; what is no wallet is found with nobody. */
const comparedWallet = (typed: string): string => readWalletAddress(typed)?.address ?? typed

export type UserCondition = (where: ExpressionBuilder<Tables, 'users'>) => Expression<SqlBool>

/**
 * The filter as a condition on users; null when it lets all of them through. With `byIndex` the users that it is true for are looked up
 * where it asks for parts of texts: good for few, and slower than looking at every user for many.
 * @throws `form_param_missing`
 */
export function conditionOf(instance: Instance, filter: UserFilter, { byIndex = false } = {}): UserCondition | null {
  if ((filter.provider === undefined) !== (filter.provider_user_id === undefined))
    throw errors.formParamMissing(filter.provider === undefined ? 'provider' : 'provider_user_id')

  const conditions = [...byIdentifier(instance, filter), ...byTime(filter)]
  if (filter.banned !== undefined) conditions.push((where) => where('banned', '=', where.lit(filter.banned ? 1 : 0)))
  for (const { parts, isFound } of searchesOf(instance, filter)) {
    conditions.push(isFound)
    if (byIndex) conditions.push((where) => isInIndex(instance, where.ref('id'), parts))
  }
  return conditions.length === 0 ? null : (where) => where.and(conditions.map((condition) => condition(where)))
}

// What nobody has yet: connected accounts, organizations.
const nobody: UserCondition = (where) => where.lit(false)

function byIdentifier(instance: Instance, filter: UserFilter): UserCondition[] {
  const conditions: UserCondition[] = []
  const { email_address, phone_number, web3_wallet, username, user_id, external_id, organization_id } = filter
  if (email_address) conditions.push((where) => where('id', 'in', ownersOfAddresses(instance, email_address)))
  if (username)
    conditions.push((where) =>
      where(
        'username_key',
        'in',
        username.map((value) => nameKey(value.trim())),
      ),
    )
  if (phone_number) conditions.push((where) => where('id', 'in', ownersOfNumbers(instance, phone_number)))
  if (web3_wallet) conditions.push((where) => where('id', 'in', ownersOfWallets(instance, web3_wallet.map(comparedWallet))))
  if (filter.provider) conditions.push(nobody)
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

const shortestPartOfNumber = 4 // of fewer digits, names and ids have many

/** A search for a part of a text. */
interface Search {
  /** Whoever is found has one of these in a text. */
  parts: string[]
  isFound: UserCondition
}

/** What a text of everybody who is found has one of: the parts of the first search of a filter. */
export const partsOf = (instance: Instance, filter: UserFilter): string[] => searchesOf(instance, filter)[0]?.parts ?? []

/** Whether a filter asks for a part of a text. */
export const isSearch = ({ query, email_address_query, phone_number_query, username_query, name_query }: UserFilter): boolean =>
  [query, email_address_query, phone_number_query, username_query, name_query].some((text) => text?.trim())

function searchesOf(instance: Instance, filter: UserFilter): Search[] {
  const searches: Search[] = []
  const add = (text: string | undefined, search: (typed: string) => Search) => {
    const typed = text?.trim()
    if (typed) searches.push(search(typed))
  }

  add(filter.email_address_query, (typed) => byAddress(instance, typed))
  add(filter.phone_number_query, (typed) => byNumber(instance, typed))
  add(filter.username_query, byUsername)
  add(filter.name_query, byName)
  add(filter.query, (typed) => {
    const places = [byAddress(instance, typed), byUsername(typed), byName(typed)]
    if (partOfNumber(typed).length >= shortestPartOfNumber) places.push(byNumber(instance, typed))
    if (typed.length >= shortestPartOfId) places.push(byId(typed))
    return {
      parts: [...new Set(places.flatMap(({ parts }) => parts))],
      isFound: (where) => where.or(places.map(({ isFound }) => isFound(where))),
    }
  })
  return searches
}

function byAddress(instance: Instance, typed: string): Search {
  const parts = canonicalAddressParts(typed)
  return { parts, isFound: (where) => where('id', 'in', ownerOfAddressLike(instance, parts)) }
}

/** Who types no digit asks for nobody's number. */
function byNumber(instance: Instance, typed: string): Search {
  const part = partOfNumber(typed)
  return { parts: [part || typed], isFound: part ? (where) => where('id', 'in', ownerOfNumberLike(instance, part)) : nobody }
}

function byUsername(typed: string): Search {
  const part = nameKey(typed)
  return { parts: [part], isFound: (where) => isLike(where.ref('username_key'), containing(part)) }
}

/** First and last name together, so that a whole name is found too. */
function byName(typed: string): Search {
  const part = nameKey(typed)
  return {
    parts: [part],
    isFound: (where) =>
      isLike(where(where('first_name_key', '||', where.val(' ')), '||', where.ref('last_name_key')), containing(part)),
  }
}

function byId(typed: string): Search {
  const part = typed.toLowerCase()
  return { parts: [part], isFound: (where) => isLike(where.fn<string>('lower', ['id']), containing(part)) }
}

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
