import type { SessionsTable } from './tables.js'

export type SessionStatus = SessionsTable['status'] | 'pending' | 'expired' | 'abandoned'

/** Time ends a session without a write, and tasks hold it back, so the column is not enough to tell. */
export function statusOf(
  session: Pick<SessionsTable, 'status' | 'expire_at' | 'abandon_at' | 'tasks'>,
  now: number,
): SessionStatus {
  if (session.status !== 'active') return session.status
  if (session.expire_at <= now) return 'expired'
  if (session.abandon_at <= now) return 'abandoned'
  return session.tasks === '' ? 'active' : 'pending'
}

/** Whether somebody is signed in by it, even if something is left for them to do before it is active. */
export const isRunning = (session: Parameters<typeof statusOf>[0], now: number): boolean =>
  ['active', 'pending'].includes(statusOf(session, now))
