/**
 * Who is signed in, as far as time and bans allow. The call that every open page makes each minute comes through here, so its query
 * joins three tables at once.
 */
import { sql } from 'kysely'
import { digest } from '../../../crypto/digest.js'
import { prepared } from '../../../database/prepared.js'
import { updateRow } from '../../../database/rows.js'
import type { Instance, Transaction } from '../../../start/instance.js'
import { findUsers, noteActiveUser } from '../../identity/users/users.js'
import type { ClientRow } from '../clients/clients.js'
import type { DeviceTraits } from '../clients/device.js'
import { activityColumn, readActivity } from './activity.js'
import { activeSessionsOf, type SessionRow } from './sessions.js'
import { isRunning } from './status.js'

/** What it takes to sign a session's token. */
type SessionInUse = Pick<
  SessionRow,
  | 'id'
  | 'user_id'
  | 'status'
  | 'expire_at'
  | 'abandon_at'
  | 'last_active_at'
  | 'first_factor_verified_at'
  | 'second_factor_verified_at'
  | 'actor'
  | 'tasks'
>

const bySecretDigest = prepared(
  (db, sessionId: string, secretDigest: string) =>
    db
      .selectFrom('sessions')
      .innerJoin('clients', 'clients.id', 'sessions.client_id')
      .innerJoin('users', 'users.id', 'sessions.user_id')
      .select(['sessions.id', 'sessions.user_id', 'sessions.status', 'sessions.expire_at', 'sessions.abandon_at'])
      .select(['sessions.last_active_at', 'sessions.first_factor_verified_at', 'sessions.second_factor_verified_at'])
      .select(['sessions.actor', 'sessions.tasks'])
      .where('sessions.id', '=', sessionId)
      .where('clients.secret_digest', '=', secretDigest)
      .where('users.banned', '=', sql.lit(0)), // bound, SQLite would plan the query each time, for an index on banned users
)

/** The active or pending session of that id in the browser that has this secret: one query. Null for banned users too. */
export async function findSessionBySecret(
  instance: Instance,
  clientSecret: string,
  sessionId: string,
): Promise<SessionInUse | null> {
  const [session] = await bySecretDigest(instance, sessionId, digest(clientSecret))
  return session && isRunning(session, instance.now()) ? session : null
}

/** The browser's active and pending sessions of people who are not banned, oldest first. */
export async function signedInSessionsOf(instance: Instance, clientId: string): Promise<SessionRow[]> {
  const sessions = await activeSessionsOf(instance, clientId)
  const users = await findUsers(instance, [...new Set(sessions.map((session) => session.user_id))])
  const banned = new Set(users.filter((user) => user.banned).map((user) => user.id))
  return sessions.filter((session) => !banned.has(session.user_id))
}

/**
 * The session that an app's pages show: the one chosen last or, once that has ended, the one used last. While anybody is signed in there
 * is one, else a middleware that sees `__client_uat` would look for its token on every page.
 */
export function currentSession(sessions: SessionRow[], client: ClientRow): SessionRow | null {
  const chosen = sessions.find((session) => session.id === client.last_active_session_id)
  return chosen ?? sessions.toSorted((a, b) => b.last_active_at - a.last_active_at)[0] ?? null
}

const betweenNotesMs = 60_000

/** Whether it is a minute or more since `noteActivity` was last called for the session. */
export const isActivityDue = (instance: Instance, session: Pick<SessionRow, 'last_active_at'>): boolean =>
  instance.now() - session.last_active_at >= betweenNotesMs

/** Notes that the session is in use, from which device and address, and puts off its end by inactivity. */
export async function noteActivity(
  tx: Transaction,
  session: Pick<SessionRow, 'id' | 'user_id'>,
  caller?: Pick<DeviceTraits, 'userAgent' | 'address'>,
): Promise<void> {
  const now = tx.now()
  const changes = {
    last_active_at: now,
    abandon_at: now + tx.settings.session.inactivitySeconds * 1000,
    ...(caller && { activity: activityColumn(readActivity(caller.userAgent, caller.address)) }),
  }
  await updateRow(tx, 'sessions', session.id, changes, { status: 'active' })
  await noteActiveUser(tx, session.user_id)
}
