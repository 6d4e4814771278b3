import { errors, frontendApi } from '@frontdesk/contract'
import { browser } from '../../../callers/browser.js'
import { clientSecret } from '../../../callers/client-secret.js'
import { signedIn } from '../../../callers/signed-in.js'
import { clientResource } from '../../../resources/client.js'
import { loadFrontendUser, loadFrontendUsers } from '../../../resources/load-user.js'
import { frontendSession, sessionElsewhere, sessionWithActivity } from '../../../resources/session.js'
import { type Instance, transaction } from '../../../start/instance.js'
import { signSessionToken } from '../../../tokens/session-token.js'
import { route } from '../../../wire/route.js'
import type { Browser } from '../clients/browser.js'
import { revokeOwnSession, sessionsOf } from './devices.js'
import { findOwnSession, findSession, findSignedIn, type SessionRow, signOut } from './sessions.js'
import { findSessionBySecret, isActivityDue, noteActivity } from './signed-in.js'
import { leaveSession, selectSession } from './switching.js'

const { me, sessions } = frontendApi

export const sessionRoutes = [
  route(sessions.createSessionToken, { caller: clientSecret, counts: ['call'] }, async (call) => {
    const { instance, params, body, clientSecret, origin } = call
    if (body.organization_id) throw errors.resourceNotFound()
    const session = clientSecret && (await findSessionBySecret(instance, clientSecret, params.session_id))
    if (!session) throw errors.signedOut()
    const [jwt] = await Promise.all([
      signSessionToken(instance, session, origin),
      isActivityDue(instance, session) && transaction(instance, (tx) => noteActivity(tx, session, call)),
    ])
    return { object: 'token' as const, jwt }
  }),

  route(sessions.getSession, { caller: browser, counts: [] }, async ({ instance, browser, params }) => {
    const signedIn = browser.client && (await findSignedIn(instance, browser.client, params.session_id))
    if (!signedIn) throw errors.resourceNotFound()
    return resourceOf(instance, browser, signedIn.session)
  }),

  route(sessions.touchSession, { caller: browser, counts: ['call', 'newcomer'] }, async ({ instance, browser, params, body }) => {
    if (body.active_organization_id) throw errors.resourceNotFound()
    const signedIn = browser.client && (await findSignedIn(instance, browser.client, params.session_id))
    if (!signedIn) throw errors.signedOut()
    const { session } = signedIn
    const touched = await transaction(instance, async (tx) => {
      await selectSession(tx, browser, session)
      if (isActivityDue(tx, session)) await noteActivity(tx, session, browser)
      return (await findSession(tx, session.id)) ?? session
    })
    return resourceOf(instance, browser, touched)
  }),

  route(sessions.endSession, { caller: browser, counts: ['call', 'newcomer'] }, async ({ instance, browser, params }) => {
    const session = await requireOwnSession(instance, browser, params.session_id)
    const ended = await transaction(instance, (tx) => leaveSession(tx, browser, session, 'ended'))
    return resourceOf(instance, browser, ended)
  }),

  route(sessions.removeSession, { caller: browser, counts: ['call', 'newcomer'] }, async ({ instance, browser, params }) => {
    const session = await requireOwnSession(instance, browser, params.session_id)
    const removed = await transaction(instance, (tx) => leaveSession(tx, browser, session, 'removed'))
    return resourceOf(instance, browser, removed)
  }),

  route(sessions.signOut, { caller: browser, counts: ['call', 'newcomer'] }, async ({ instance, browser }) => {
    if (!browser.client) throw errors.signedOut()
    await transaction(instance, (tx) => signOut(tx, browser))
    return clientResource(instance, browser.client, browser.origin)
  }),

  route(me.listMySessions, { caller: signedIn, counts: [] }, async ({ instance, user }) => {
    const owner = await loadFrontendUser(instance, user)
    return (await sessionsOf(instance, user.id)).map((session) => sessionElsewhere(session, owner, instance.now()))
  }),

  route(me.listMyActiveSessions, { caller: signedIn, counts: [] }, async ({ instance, user }) =>
    (await sessionsOf(instance, user.id, 'active')).map((session) => sessionWithActivity(session, instance.now())),
  ),

  route(me.revokeMySession, { caller: signedIn, counts: ['call', 'change'] }, async ({ instance, browser, user, params }) => {
    const revoked = await transaction(instance, (tx) => revokeOwnSession(tx, browser, user.id, params.session_id))
    return sessionElsewhere(revoked, await loadFrontendUser(instance, user), instance.now())
  }),
]

async function requireOwnSession(instance: Instance, browser: Browser, id: string): Promise<SessionRow> {
  if (!browser.client) throw errors.signedOut()
  const session = await findOwnSession(instance, browser.client, id)
  if (!session) throw errors.resourceNotFound()
  return session
}

async function resourceOf(instance: Instance, browser: Browser, session: SessionRow) {
  const users = await loadFrontendUsers(instance, [session.user_id])
  return frontendSession(instance, session, users.get(session.user_id)!, browser.origin) // a session's user exists: deleting one cascades
}
