/** Sessions as servers look them up: newest first, by client, user and status. */
import type { Expression, ExpressionBuilder, SqlBool } from 'kysely'
import type { Tables } from '../../../database/tables.js'
import type { Instance } from '../../../start/instance.js'
import type { SessionRow } from './sessions.js'
import type { SessionStatus } from './status.js'

export interface SessionFilter {
  client_id?: string | undefined
  user_id?: string | undefined
  status?: SessionStatus | undefined
}

export async function listSessions(
  instance: Instance,
  filter: SessionFilter,
  { limit, offset }: { limit: number; offset: number },
): Promise<SessionRow[]> {
  return instance.db
    .selectFrom('sessions')
    .selectAll()
    .where((where) => matches(where, filter, instance.now()))
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .offset(offset)
    .execute()
}

export async function countSessions(instance: Instance, filter: SessionFilter): Promise<number> {
  const { count } = await instance.db
    .selectFrom('sessions')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where((where) => matches(where, filter, instance.now()))
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** Time turns active sessions into expired and abandoned ones without a write: `statusOf` as a condition. */
function matches(where: ExpressionBuilder<Tables, 'sessions'>, { client_id, user_id, status }: SessionFilter, now: number) {
  const conditions: Expression<SqlBool>[] = []
  if (client_id !== undefined) conditions.push(where('client_id', '=', client_id))
  if (user_id !== undefined) conditions.push(where('user_id', '=', user_id))
  if (status === 'expired') conditions.push(where('status', '=', 'active'), where('expire_at', '<=', now))
  else if (status === 'abandoned')
    conditions.push(where('status', '=', 'active'), where('expire_at', '>', now), where('abandon_at', '<=', now))
  else if (status === 'active' || status === 'pending')
    conditions.push(
      where('status', '=', 'active'),
      where('tasks', status === 'active' ? '=' : '<>', ''),
      where('expire_at', '>', now),
      where('abandon_at', '>', now),
    )
  else if (status !== undefined) conditions.push(where('status', '=', status))
  return where.and(conditions)
}
