/**
 * Pages of users. A page is first a walk along an index for its ids, so that a deep one reads no rows on its way; the id breaks ties,
 * so that pages neither skip nor repeat anyone. Null sorts as the smallest value.
 */
import { errors, type UserFilter, type UserOrder } from '@frontdesk/contract'
import type { OrderByExpression } from 'kysely'
import type { Tables } from '../../../database/tables.js'
import type { Instance } from '../../../start/instance.js'
import { primaryAddress } from '../../identity/email-addresses/search.js'
import { findUser, findUsers, type UserRow, userCount } from '../../identity/users/users.js'
import { conditionOf } from './filters.js'

export interface UserPage {
  limit: number
  offset: number
  order_by: { column: UserOrder; descending: boolean }
  /** The id of the last user of the page before; in place of an offset. */
  starting_after?: string | undefined
}

/** @throws `form_param_value_invalid` for a cursor that doesn't go with the order, the offset or the users there are */
export async function listUsers(instance: Instance, filter: UserFilter, page: UserPage): Promise<UserRow[]> {
  const ids = await pageOfIds(instance, filter, page)
  const rows = new Map((await findUsers(instance, ids)).map((user) => [user.id, user]))
  return ids.flatMap((id) => rows.get(id) ?? [])
}

/** Without a filter, a counter tells; with one, the users are counted. */
export async function countUsers(instance: Instance, filter: UserFilter): Promise<number> {
  const condition = conditionOf(instance, filter)
  if (!condition) return userCount(instance)
  const { count } = await instance.db
    .selectFrom('users')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where(condition)
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** The column that an order walks along, and whether it has nulls. */
const sortedBy = {
  created_at: { column: 'created_at', nullable: false },
  updated_at: { column: 'updated_at', nullable: false },
  first_name: { column: 'first_name_key', nullable: false },
  last_name: { column: 'last_name_key', nullable: false },
  username: { column: 'username_key', nullable: true },
  last_active_at: { column: 'last_active_at', nullable: true },
  last_sign_in_at: { column: 'last_sign_in_at', nullable: true },
  email_address: { column: primaryAddress, nullable: true },
  phone_number: null, // nobody has one yet: only the id decides
  web3wallet: null,
} as const satisfies Record<UserOrder, unknown>

async function pageOfIds(instance: Instance, filter: UserFilter, page: UserPage): Promise<string[]> {
  const { column: order, descending } = page.order_by
  const direction = descending ? 'desc' : 'asc'
  let query = instance.db.selectFrom('users').select('id').limit(page.limit).offset(page.offset)

  const condition = conditionOf(instance, filter)
  if (condition) query = query.where(condition)

  if (page.starting_after !== undefined) {
    const last = await findCursor(instance, page, page.starting_after)
    query = query.where((where) =>
      where(where.refTuple('created_at', 'id'), descending ? '<' : '>', where.tuple(last.created_at, last.id)),
    )
  }

  const sorting = sortedBy[order]
  if (sorting) {
    const column: OrderByExpression<Tables, 'users', object> =
      typeof sorting.column === 'string' ? sorting.column : sorting.column(instance)
    query = query.orderBy(column, (by) => {
      const directed = descending ? by.desc() : by.asc()
      if (!sorting.nullable) return directed // PostgreSQL's index would not serve an order that names nulls
      return descending ? directed.nullsLast() : directed.nullsFirst()
    })
  }
  return (await query.orderBy('id', direction).execute()).map((row) => row.id)
}

async function findCursor(instance: Instance, { order_by, offset }: UserPage, id: string): Promise<UserRow> {
  if (order_by.column !== 'created_at')
    throw errors.formParamValueInvalid('starting_after', 'needs the order created_at or -created_at')
  if (offset !== 0) throw errors.formParamValueInvalid('offset', "can't be combined with starting_after")
  const user = await findUser(instance, id)
  if (!user) throw errors.formParamValueInvalid('starting_after', 'must be the id of a user')
  return user
}
