/**
 * A session is one person signed in on one client. It lives until it is ended, revoked, too old, or too long unused; time ends it
 * without a write, so every reader asks `statusOf` instead of the column.
 */
import { errors } from '@frontdesk/contract'
import { newId } from '../../../crypto/random.js'
import { prepared } from '../../../database/prepared.js'
import { insertRow, recallRow, updateRow } from '../../../database/rows.js'
import type { Instance, Transaction } from '../../../start/instance.js'
import { presentSettings } from '../../ground/settings/stored.js'
import { requireAdmitted } from '../../identity/users/admission.js'
import { findUser, noteSignIn, type UserRow } from '../../identity/users/users.js'
import { type ClientRow, createClient, updateClient, updateClientAndSecret } from '../clients/clients.js'
import type { Device, KnownDevice } from '../clients/device.js'
import { activityColumn, readActivity } from './activity.js'
import { type CompletedSignIn, requireStillComplete } from './completed-sign-in.js'
import { isRunning, statusOf } from './status.js'
import type { SessionsTable } from './tables.js'
import { hasTask, tasksOf } from './tasks.js'

export type SessionRow = SessionsTable

/** A session that began, and the device that it is on. */
export interface Entered {
  session: SessionRow
  device: KnownDevice
}

/**
 * Signs the user in on this browser: a new session, a new client secret, a client if it has none yet. With single sessions, the browser's other one is replaced.
 * What the sign-in proved, and that nobody keeps the user out, is read again while the user's row is held.
 * A person signed in on very many browsers is signed out of the one they signed in on first.
 * @throws `user_banned`, `user_locked`, `session_quota_exceeded`, and what `requireStillComplete` throws
 */
export async function createSession(tx: Transaction, device: Device, signIn: CompletedSignIn): Promise<Entered> {
  const now = tx.now()
  const id = newId('sess')
  const grown = {
    last_active_session_id: id,
    abandon_at: null,
    sign_in_id: null,
    sign_up_id: null,
    last_authentication_strategy: signIn.firstFactor.strategy,
    updated_at: now,
  }
  const { client: before } = device
  const made = before ? null : await createClient(tx, device, grown)
  const clientId = (before ?? made!.client).id // one of them is there
  const settings = await presentSettings(tx)
  const { lifetimeSeconds, inactivitySeconds, single } = settings.session

  // Signing in again as the same person replaces that person's session here.
  const here = before ? await activeSessionsOf(tx, before.id) : []
  const replaced = here.filter((session) => single || session.user_id === signIn.userId)
  if (here.length - replaced.length >= maxPeoplePerBrowser) throw errors.sessionQuotaExceeded(maxPeoplePerBrowser)
  for (const session of replaced) await finishSession(tx, session, 'replaced')

  const session: SessionRow = {
    id,
    client_id: clientId,
    user_id: signIn.userId,
    status: 'active',
    first_factor_verified_at: signIn.firstFactor.verifiedAt,
    second_factor_verified_at: signIn.secondFactor?.verifiedAt ?? null,
    last_active_organization_id: null,
    actor: null,
    tasks: '',
    refresh_digest: null,
    failed_attempts: 0,
    guesses_locked_until: null,
    activity: activityColumn(readActivity(device.userAgent, device.address)),
    last_active_at: now,
    expire_at: now + lifetimeSeconds * 1000,
    abandon_at: now + inactivitySeconds * 1000,
    created_at: now,
    updated_at: now,
  }
  await insertRow(tx, 'sessions', session)
  const user = await noteSignIn(tx, signIn.userId)
  for (const surplus of await activeBeyond(tx, signIn.userId, now)) await finishSession(tx, surplus, 'ended')
  requireAdmitted(tx, user)
  await requireStillComplete(tx, signIn, user)
  const tasks = signIn.isVouched ? '' : tasksOf(settings, user)
  const begun = tasks === '' ? session : ((await updateRow(tx, 'sessions', id, { tasks })) ?? session) // it was just written
  tx.tell('session.created', session.id, session.user_id)
  return { session: begun, device: made ?? (await updateClientAndSecret(tx, device, grown)) }
}

export const maxPeoplePerBrowser = 10
const maxSessionsPerPerson = 100

/** The oldest of a person's active sessions, those that are too many. */
const activeBeyond = prepared((db, userId: string, now: number) =>
  db
    .selectFrom('sessions')
    .selectAll()
    .where('user_id', '=', userId)
    .where('status', '=', 'active')
    .where('expire_at', '>', now)
    .where('abandon_at', '>', now)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(100)
    .offset(maxSessionsPerPerson),
)

const activeOnClient = prepared((db, clientId: string, now: number) =>
  db
    .selectFrom('sessions')
    .selectAll()
    .where('client_id', '=', clientId)
    .where('status', '=', 'active')
    .where('expire_at', '>', now)
    .where('abandon_at', '>', now)
    .orderBy('created_at')
    .orderBy('id'),
)

/** The client's active and pending sessions, oldest first. */
export const activeSessionsOf = (instance: Instance, clientId: string): Promise<SessionRow[]> =>
  activeOnClient(instance, clientId, instance.now())

const anyOfUserOnClient = prepared((db, clientId: string, userId: string) =>
  db.selectFrom('sessions').select('id').where('client_id', '=', clientId).where('user_id', '=', userId).limit(1),
)

/** Whether the user ever had a session in this browser. */
export async function hasSignedInHere(instance: Instance, { client }: Device, userId: string): Promise<boolean> {
  return client !== null && (await anyOfUserOnClient(instance, client.id, userId)).length > 0
}

export async function activeSessionsOfAll(instance: Instance, clientIds: string[]): Promise<SessionRow[]> {
  if (clientIds.length === 0) return []
  const now = instance.now()
  return instance.db
    .selectFrom('sessions')
    .selectAll()
    .where('client_id', 'in', clientIds)
    .where('status', '=', 'active')
    .where('expire_at', '>', now)
    .where('abandon_at', '>', now)
    .orderBy('created_at')
    .orderBy('id')
    .execute()
}

interface SignedIn {
  session: SessionRow
  user: UserRow
}

/** The active session of that id on this client, with its user; null for sessions of other clients and for banned users. */
export async function findSignedIn(instance: Instance, client: ClientRow, sessionId: string): Promise<SignedIn | null> {
  const found = await findSignedInOrPending(instance, client, sessionId)
  return found && statusOf(found.session, instance.now()) === 'active' ? found : null
}

/** The same for a session whose user may have something to do before it is active. */
export async function findSignedInOrPending(instance: Instance, client: ClientRow, sessionId: string): Promise<SignedIn | null> {
  const session = await findOwnSession(instance, client, sessionId)
  if (!session || !isRunning(session, instance.now())) return null
  const user = await findUser(instance, session.user_id)
  return user && !user.banned ? { session, user } : null
}

/** The same for a session that is active, or waits for nothing sooner than for its user to set up a second factor. */
export async function findSignedInOrEnrolling(
  instance: Instance,
  client: ClientRow,
  sessionId: string,
): Promise<SignedIn | null> {
  const found = await findSignedInOrPending(instance, client, sessionId)
  return found && (found.session.tasks === '' || hasTask(found.session, 'setup-mfa')) ? found : null
}

/** The session of that id on this client, whatever its status. */
export async function findOwnSession(instance: Instance, client: ClientRow, sessionId: string): Promise<SessionRow | null> {
  const session = await findSession(instance, sessionId)
  return session?.client_id === client.id ? session : null
}

const byId = prepared((db, id: string) => db.selectFrom('sessions').selectAll().where('id', '=', id))

export async function findSession(instance: Instance, sessionId: string): Promise<SessionRow | null> {
  const known = recallRow(instance, 'sessions', sessionId)
  if (known) return known
  const [session] = await byId(instance, sessionId)
  return session ?? null
}

/** The session of that id, while it is active and its user is not banned. */
export async function findActiveSession(instance: Instance, sessionId: string): Promise<SessionRow | null> {
  const session = await findRunningSession(instance, sessionId)
  return session && statusOf(session, instance.now()) === 'active' ? session : null
}

async function findRunningSession(instance: Instance, sessionId: string): Promise<SessionRow | null> {
  const session = await findSession(instance, sessionId)
  if (!session || !isRunning(session, instance.now())) return null
  const user = await findUser(instance, session.user_id)
  return user && !user.banned ? session : null
}

/** Whether that session has not ended and is that user's, who is not banned. Whether it is pending, its token says. */
export async function isSessionActive(instance: Instance, sessionId: string, userId: string): Promise<boolean> {
  const session = await findRunningSession(instance, sessionId)
  return session?.user_id === userId
}

/** The event that tells of each way to end. */
const endings = {
  ended: 'session.ended',
  replaced: 'session.ended',
  removed: 'session.removed',
  revoked: 'session.revoked',
} as const

/** Ends an active session; one that has ended already stays as it is. Answers the session as it then is. */
export async function finishSession(tx: Transaction, session: SessionRow, status: keyof typeof endings): Promise<SessionRow> {
  const changes = { status, refresh_digest: null, updated_at: tx.now() }
  const finished = await updateRow(tx, 'sessions', session.id, changes, { status: 'active' })
  if (!finished) return (await findSession(tx, session.id)) ?? session
  tx.tell(endings[status], session.id, session.user_id)
  return finished
}

/** Signs everybody out of this device; its client stays. @throws `signed_out` */
export async function signOut(tx: Transaction, device: KnownDevice): Promise<KnownDevice> {
  for (const session of await activeSessionsOf(tx, device.client.id)) await finishSession(tx, session, 'removed')
  return updateClient(tx, device, { last_active_session_id: null, updated_at: tx.now() })
}

/** Signs a user out everywhere. */
export async function endSessionsOf(tx: Transaction, userId: string): Promise<void> {
  for (const session of await runningSessionsOf(tx, userId)) await finishSession(tx, session, 'revoked')
}

/** Signs a user out everywhere but in the session that stays. */
export async function endOtherSessions(tx: Transaction, userId: string, stayingSessionId: string): Promise<void> {
  for (const session of await runningSessionsOf(tx, userId))
    if (session.id !== stayingSessionId) await finishSession(tx, session, 'revoked')
}

const runningSessionsOf = (instance: Instance, userId: string): Promise<SessionRow[]> =>
  instance.db.selectFrom('sessions').selectAll().where('user_id', '=', userId).where('status', '=', 'active').execute()
