import type { BackendSession, Session, SessionActivity, SessionWithActivity, User } from '@frontdesk/contract'
import { activityOf } from '../capabilities/devices/sessions/activity.js'
import { isRunning, statusOf } from '../capabilities/devices/sessions/status.js'
import type { SessionsTable } from '../capabilities/devices/sessions/tables.js'
import { fromJson } from '../database/columns.js'
import type { Instance } from '../start/instance.js'
import { sessionTokenIfItFits } from './session-token.js'
import { publicUserData } from './user.js'

const brief = (session: SessionsTable, now: number) => ({
  object: 'session' as const,
  id: session.id,
  expire_at: session.expire_at,
  abandon_at: session.abandon_at,
  last_active_at: session.last_active_at,
  actor: session.actor === null ? null : fromJson<Record<string, unknown>>(session.actor),
  status: statusOf(session, now),
})

/** Clients take null for nothing to do. */
const tasksIn = (column: string) => (column === '' ? null : column.split(' ').map((key) => ({ key })))

const shared = (session: SessionsTable, now: number) => ({
  ...brief(session, now),
  tasks: tasksIn(session.tasks),
  last_active_organization_id: session.last_active_organization_id,
  created_at: session.created_at,
  updated_at: session.updated_at,
})

/** A session as its own browser sees it, with a fresh token while it is active or pending. */
export async function frontendSession(
  instance: Instance,
  session: SessionsTable,
  user: User,
  azp: string | null,
): Promise<Session> {
  const seen = sessionElsewhere(session, user, instance.now())
  if (!isRunning(session, instance.now())) return seen
  const jwt = await sessionTokenIfItFits(instance, session, azp)
  return { ...seen, last_active_token: jwt === null ? null : { object: 'token', jwt } }
}

/** A session as the answer about its verification has it. */
export async function sessionInBrief(instance: Instance, session: SessionsTable, azp: string | null) {
  const now = instance.now()
  const jwt = statusOf(session, now) === 'active' ? await sessionTokenIfItFits(instance, session, azp) : null
  return {
    ...brief(session, now),
    status: frontendStatus(session, now),
    last_active_token: jwt === null ? null : { object: 'token' as const, jwt },
  }
}

/** A session as its user sees it from other browsers: without a token. */
export const sessionElsewhere = (session: SessionsTable, user: User, now: number): Session => ({
  ...shared(session, now),
  status: frontendStatus(session, now),
  user,
  public_user_data: publicUserData(user),
  factor_verification_age: factorVerificationAge(session, now),
  last_active_token: null,
})

/** A session in its user's list of active devices. */
export const sessionWithActivity = (session: SessionsTable, now: number): SessionWithActivity => ({
  ...brief(session, now),
  status: frontendStatus(session, now),
  latest_activity: latestActivity(session),
})

export function backendSession(session: SessionsTable, now: number): BackendSession {
  return {
    ...shared(session, now),
    client_id: session.client_id,
    user_id: session.user_id,
    latest_activity: latestActivity(session),
  }
}

/** That another session took its place is told to servers only. */
function frontendStatus(session: SessionsTable, now: number): Session['status'] {
  const status = statusOf(session, now)
  return status === 'replaced' ? 'ended' : status
}

/** What is not known is left out. */
function latestActivity(session: SessionsTable): SessionActivity {
  const { is_mobile, ...activity } = activityOf(session)
  const known = Object.fromEntries(Object.entries(activity).filter(([, value]) => value !== null))
  return { object: 'session_activity', id: session.id, is_mobile, ...known }
}

/** Whole minutes since each factor was verified; -1 for never. */
const factorVerificationAge = (session: SessionsTable, now: number): [number, number] => {
  const minutesSince = (at: number | null) => (at === null ? -1 : Math.max(0, Math.floor((now - at) / 60_000)))
  return [minutesSince(session.first_factor_verified_at), minutesSince(session.second_factor_verified_at)]
}
