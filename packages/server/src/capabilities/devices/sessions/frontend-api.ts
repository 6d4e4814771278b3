import { errors, frontendApi } from '@frontdesk/contract'
import { type Browser, browser, knownDevice, noteDevice } from '../../../callers/browser.js'
import { clientSecret } from '../../../callers/client-secret.js'
import { signedIn } from '../../../callers/signed-in.js'
import { clientResource } from '../../../resources/client.js'
import { loadFrontendUser, loadFrontendUsers } from '../../../resources/load-user.js'
import { frontendSession, sessionElsewhere, sessionWithActivity } from '../../../resources/session.js'
import { sessionToken } from '../../../resources/session-token.js'
import { type Instance, transaction } from '../../../start/instance.js'
import { route } from '../../../wire/route.js'
import { revokeOwnSession, sessionsOf } from './devices.js'
import { findOwnSession, findSession, findSignedInOrPending, type SessionRow, signOut } from './sessions.js'
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
      sessionToken(instance, session, origin),
      isActivityDue(instance, session) && transaction(instance, (tx) => noteActivity(tx, session, call)),
    ])
    return { object: 'token' as const, jwt }
  }),

  route(sessions.getSession, { caller: browser, counts: [] }, async ({ instance, browser, params }) => {
    const { client, origin } = browser.device
    const signedIn = client && (await findSignedInOrPending(instance, client, params.session_id))
    if (!signedIn) throw errors.resourceNotFound()
    return resourceOf(instance, signedIn.session, origin)
  }),

  route(sessions.touchSession, { caller: browser, counts: ['call', 'newcomer'] }, async ({ instance, browser, params, body }) => {
    if (body.active_organization_id) throw errors.resourceNotFound()
    const device = knownDevice(browser)
    const signedIn = await findSignedInOrPending(instance, device.client, params.session_id)
    if (!signedIn) throw errors.signedOut()
    const { session } = signedIn
    const touched = await transaction(instance, async (tx) => {
      const selected = await selectSession(tx, device, session)
      if (isActivityDue(tx, session)) await noteActivity(tx, session, device)
      return { session: (await findSession(tx, session.id)) ?? session, device: selected }
    })
    browser.bringsSession = true
    return resourceOf(instance, noteDevice(browser, touched).session, device.origin)
  }),

  route(sessions.endSession, { caller: browser, counts: ['call', 'newcomer'] }, async ({ instance, browser, params }) => {
    const left = await leave(instance, browser, params.session_id, 'ended')
    return resourceOf(instance, left, browser.device.origin)
  }),

  route(sessions.removeSession, { caller: browser, counts: ['call', 'newcomer'] }, async ({ instance, browser, params }) => {
    const left = await leave(instance, browser, params.session_id, 'removed')
    return resourceOf(instance, left, browser.device.origin)
  }),

  route(sessions.signOut, { caller: browser, counts: ['call', 'newcomer'] }, async ({ instance, browser }) => {
    const known = knownDevice(browser)
    const device = await transaction(instance, (tx) => signOut(tx, known))
    noteDevice(browser, { device })
    browser.bringsSession = true
    return clientResource(instance, device.client, device.origin)
  }),

  route(me.listMySessions, { caller: signedIn, counts: [] }, async ({ instance, user }) => {
    const owner = await loadFrontendUser(instance, user)
    return (await sessionsOf(instance, user.id)).map((session) => sessionElsewhere(session, owner, instance.now()))
  }),

  route(me.listMyActiveSessions, { caller: signedIn, counts: [] }, async ({ instance, user }) =>
    (await sessionsOf(instance, user.id, 'active')).map((session) => sessionWithActivity(session, instance.now())),
  ),

  route(me.revokeMySession, { caller: signedIn, counts: ['call', 'change'] }, async ({ instance, browser, user, params }) => {
    const { device } = browser
    const revoked = await transaction(instance, (tx) => revokeOwnSession(tx, device, user.id, params.session_id))
    browser.bringsSession = revoked.session.client_id === device.client?.id
    const { session } = noteDevice(browser, revoked)
    return sessionElsewhere(session, await loadFrontendUser(instance, user), instance.now())
  }),
]

/** Signs one person out of this browser. @throws `signed_out`, `resource_not_found` */
async function leave(instance: Instance, browser: Browser, id: string, status: 'ended' | 'removed'): Promise<SessionRow> {
  const device = knownDevice(browser)
  const session = await findOwnSession(instance, device.client, id)
  if (!session) throw errors.resourceNotFound()
  const left = await transaction(instance, (tx) => leaveSession(tx, device, session, status))
  browser.bringsSession = true
  return noteDevice(browser, left).session
}

async function resourceOf(instance: Instance, session: SessionRow, origin: string | null) {
  const users = await loadFrontendUsers(instance, [session.user_id])
  return frontendSession(instance, session, users.get(session.user_id)!, origin) // a session's user exists: deleting one cascades
}
