/**
 * Pages of users. A page is first a walk along an index for its ids, so that a deep one reads no rows on its way; the id breaks ties,
 * so that pages neither skip nor repeat anyone. Null sorts as the smallest value.
 *
 * A search by a part of a text asks the index for the newest, where it can. Else it walks a little, since a part that many have fills its
 * page at once, and looks one up that few have.
 */
import { errors, type UserFilter, type UserOrder } from '@frontdesk/contract'
import { newestByIndex } from '../../../database/search.js'
import type { Instance } from '../../../start/instance.js'
import { primaryNumber } from '../../identity/phone-numbers/search.js'
import { findUser, findUsers, type UserRow, userCount } from '../../identity/users/users.js'
import { conditionOf, isSearch, partsOf, type UserCondition, withWallet } from './filters.js'

interface Order {
  column: UserOrder
  descending: boolean
}

const newestFirst: Order = { column: 'created_at', descending: true }

const isNewestFirst = ({ column, descending }: Order) => column === newestFirst.column && descending

export interface UserPage {
  limit: number
  offset: number
  order_by: Order
  /** The id of the last user of the page before; in place of an offset. */
  starting_after?: string | undefined
}

/** @throws `form_param_value_invalid` for a cursor that doesn't go with the order, the offset or the users there are */
export async function listUsers(instance: Instance, filter: UserFilter, page: UserPage): Promise<UserRow[]> {
  const ids = await pageOfIds(instance, withWallet(filter), page)
  const rows = new Map((await findUsers(instance, ids)).map((user) => [user.id, user]))
  return ids.flatMap((id) => rows.get(id) ?? [])
}

/** Without a filter, a counter tells; with one, the users are counted. */
export async function countUsers(instance: Instance, asked: UserFilter): Promise<number> {
  const filter = withWallet(asked)
  const condition = conditionOf(instance, filter)
  if (!condition) return userCount(instance)
  const byIndex = isSearch(filter) && isRare(await nearest(instance, newestFirst, [condition]))
  const { count } = await instance.db
    .selectFrom('users')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where(conditionOf(instance, filter, { byIndex }) ?? condition)
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** The column that an order walks along, or what is looked up for each user, and whether it has nulls. */
const sortedBy = {
  created_at: { column: 'created_at', nullable: false },
  updated_at: { column: 'updated_at', nullable: false },
  first_name: { column: 'first_name_key', nullable: false },
  last_name: { column: 'last_name_key', nullable: false },
  username: { column: 'username_key', nullable: true },
  last_active_at: { column: 'last_active_at', nullable: true },
  last_sign_in_at: { column: 'last_sign_in_at', nullable: true },
  email_address: { column: 'primary_address', nullable: false },
  phone_number: { column: primaryNumber, nullable: true }, // by no index: few users are listed so
  web3wallet: null, // nobody has one yet: only the id decides
} as const satisfies Record<UserOrder, unknown>

async function pageOfIds(instance: Instance, filter: UserFilter, page: UserPage): Promise<string[]> {
  const { order_by: order, limit, offset } = page
  const start = page.starting_after === undefined ? null : await afterCursor(instance, page, page.starting_after)
  const conditionsOf = (how: { byIndex: boolean }) => [start, conditionOf(instance, filter, how)].filter((one) => one !== null)

  const conditions = conditionsOf({ byIndex: false })
  if (!isSearch(filter)) return walk(instance, order, conditions, { limit, offset })
  if (isNewestFirst(order)) {
    const newest = await walkNewest(instance, filter, conditions, page)
    if (newest) return newest
  }
  const found = await nearest(instance, order, conditions, start)
  if (found.length >= offset + limit) return found.slice(offset, offset + limit)
  return walk(instance, order, isRare(found) ? conditionsOf({ byIndex: true }) : conditions, { limit, offset })
}

/** One statement of SQLite takes some 32,000 values: deeper pages are found like those in other orders. */
const mostNewest = 2_000

/** The page, if those of the newest that the index gives make it up for certain. */
async function walkNewest(
  instance: Instance,
  filter: UserFilter,
  conditions: UserCondition[],
  { limit, offset }: UserPage,
): Promise<string[] | null> {
  const count = 2 * (offset + limit) + 100 // a user may be found by several texts, and not everybody who may have a part has it
  if (count > mostNewest) return null
  const newest = await newestByIndex(instance, partsOf(instance, filter), count)
  if (!newest) return null
  const among: UserCondition = (where) => where.and([where('id', 'in', newest.userIds), where('created_at', '>=', newest.since)])
  const ids = await walk(instance, newestFirst, [...conditions, among], { limit, offset })
  return ids.length === limit || newest.isAll ? ids : null
}

const nearRows = 300

/** Ids of those among the first users of an order, or the first after `start`, for whom all conditions hold. */
function nearest(
  instance: Instance,
  order: Order,
  conditions: UserCondition[],
  start: UserCondition | null = null,
): Promise<string[]> {
  const first = ordered(instance, order, start ? [start] : []).limit(nearRows)
  return walk(instance, order, [...conditions, (where) => where('id', 'in', first)], { limit: nearRows, offset: 0 })
}

/** Whether so few of the nearest are found that it is less work to look up all of them than to walk on. */
const isRare = (found: string[]): boolean => found.length < nearRows / 100

async function walk(
  instance: Instance,
  order: Order,
  conditions: UserCondition[],
  { limit, offset }: Pick<UserPage, 'limit' | 'offset'>,
): Promise<string[]> {
  return (await ordered(instance, order, conditions).limit(limit).offset(offset).execute()).map(({ id }) => id)
}

function ordered(instance: Instance, { column: order, descending }: Order, conditions: UserCondition[]) {
  let query = instance.db.selectFrom('users').select('id')
  for (const condition of conditions) query = query.where(condition)

  const sorting = sortedBy[order]
  if (sorting) {
    query = query.orderBy(sorting.column, (by) => {
      const directed = descending ? by.desc() : by.asc()
      if (!sorting.nullable) return directed // PostgreSQL's index would not serve an order that names nulls
      return descending ? directed.nullsLast() : directed.nullsFirst()
    })
  }
  return query.orderBy('id', descending ? 'desc' : 'asc')
}

async function afterCursor(instance: Instance, page: UserPage, id: string): Promise<UserCondition> {
  const last = await findCursor(instance, page, id)
  return (where) =>
    where(where.refTuple('created_at', 'id'), page.order_by.descending ? '<' : '>', where.tuple(last.created_at, last.id))
}

async function findCursor(instance: Instance, { order_by, offset }: UserPage, id: string): Promise<UserRow> {
  if (order_by.column !== 'created_at')
    throw errors.formParamValueInvalid('starting_after', 'needs the order created_at or -created_at')
  if (offset !== 0) throw errors.formParamValueInvalid('offset', "can't be combined with starting_after")
  const user = await findUser(instance, id)
  if (!user) throw errors.formParamValueInvalid('starting_after', 'must be the id of a user')
  return user
}
