import type { SessionsTable } from './tables.js'

export type SessionStatus = SessionsTable['status'] | 'expired' | 'abandoned'

/** Time ends a session without a write, so the column is not enough to tell. */
export function statusOf(session: Pick<SessionsTable, 'status' | 'expire_at' | 'abandon_at'>, now: number): SessionStatus {
  if (session.status !== 'active') return session.status
  if (session.expire_at <= now) return 'expired'
  return session.abandon_at <= now ? 'abandoned' : 'active'
}
