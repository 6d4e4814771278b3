import { errors, frontendApi } from '@frontdesk/contract'
import { browserRoute } from '../../http/route.js'
import { transaction } from '../../instance.js'
import { signSessionToken } from '../../tokens/session-token.js'
import { clientResource } from '../clients/resource.js'
import { loadFrontendUser } from '../users/load.js'
import { frontendSession } from './resource.js'
import { findSignedIn, signOut } from './sessions.js'

const { sessions } = frontendApi

export const sessionRoutes = [
  browserRoute(sessions.createSessionToken, async ({ instance, browser, params }) => {
    const signedIn = browser.client && (await findSignedIn(instance, browser.client, params.session_id))
    if (!signedIn) throw errors.signedOut()
    return { object: 'token' as const, jwt: await signSessionToken(instance, signedIn.session, browser.origin) }
  }),

  browserRoute(sessions.getSession, async ({ instance, browser, params }) => {
    const signedIn = browser.client && (await findSignedIn(instance, browser.client, params.session_id))
    if (!signedIn) throw errors.resourceNotFound()
    return frontendSession(instance, signedIn.session, await loadFrontendUser(instance, signedIn.user), browser.origin)
  }),

  browserRoute(sessions.signOut, async ({ instance, browser }) => {
    if (!browser.client) throw errors.signedOut()
    await transaction(instance, (tx) => signOut(tx, browser))
    return clientResource(instance, browser.client, browser.origin)
  }),
]
