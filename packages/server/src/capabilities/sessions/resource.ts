import type { BackendSession, Session, SessionActivity, SessionWithActivity, User } from '@frontdesk/contract'
import { fromJson } from '../../database/columns.js'
import type { Instance } from '../../instance.js'
import { signSessionToken } from '../../tokens/session-token.js'
import { publicUserData } from '../users/resource.js'
import { activityOf } from './activity.js'
import { statusOf } from './status.js'
import type { SessionsTable } from './tables.js'

const shared = (session: SessionsTable, now: number) => ({
  object: 'session' as const,
  id: session.id,
  status: statusOf(session, now),
  expire_at: session.expire_at,
  abandon_at: session.abandon_at,
  last_active_at: session.last_active_at,
  last_active_organization_id: session.last_active_organization_id,
  actor: session.actor === null ? null : fromJson<Record<string, unknown>>(session.actor),
  created_at: session.created_at,
  updated_at: session.updated_at,
})

/** A session as its own browser sees it, with a fresh token while it is active. */
export async function frontendSession(
  instance: Instance,
  session: SessionsTable,
  user: User,
  azp: string | null,
): Promise<Session> {
  const now = instance.now()
  const isActive = statusOf(session, now) === 'active'
  return {
    ...shared(session, now),
    user,
    public_user_data: publicUserData(user),
    factor_verification_age: factorVerificationAge(session, now),
    last_active_token: isActive ? { object: 'token', jwt: await signSessionToken(instance, session, azp) } : null,
    tasks: null,
  }
}

export function backendSession(session: SessionsTable, now: number): BackendSession {
  return {
    ...shared(session, now),
    client_id: session.client_id,
    user_id: session.user_id,
    latest_activity: latestActivity(session),
  }
}

/** A session in its user's list of active devices. */
export const sessionWithActivity = (session: SessionsTable, now: number): SessionWithActivity => ({
  ...shared(session, now),
  user: null,
  latest_activity: latestActivity(session),
})

const latestActivity = (session: SessionsTable): SessionActivity => ({
  object: 'session_activity',
  id: session.id,
  ...activityOf(session),
  city: null,
  country: null,
})

/** Whole minutes since each factor was verified; -1 for never. */
const factorVerificationAge = (session: SessionsTable, now: number): [number, number] => {
  const minutesSince = (at: number | null) => (at === null ? -1 : Math.max(0, Math.floor((now - at) / 60_000)))
  return [minutesSince(session.first_factor_verified_at), minutesSince(session.second_factor_verified_at)]
}
