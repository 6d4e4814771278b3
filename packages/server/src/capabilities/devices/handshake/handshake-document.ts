/** The address that middlewares send browsers to; see `handshake.ts`. It reads the client cookie and changes nobody's sessions. */

import { originOf } from '@frontdesk/contract'
import { sessionToken } from '../../../resources/session-token.js'
import { type Instance, transaction } from '../../../start/instance.js'
import { handshakeLifetimeSeconds, signHandshakeToken } from '../../../tokens/handshake-token.js'
import { clientCookie, readClientSecret } from '../../../wire/client-cookie.js'
import { writeCookie } from '../../../wire/cookies.js'
import { isSecure, ownOrigin } from '../../../wire/request-context.js'
import { documentRoute } from '../../../wire/route.js'
import { redirectTo, safeRedirect, withParameter } from '../../../wire/safe-redirect.js'
import { cookieDomainOf, removedLeftovers, sessionCookies } from '../../../wire/session-cookies.js'
import { findClientBySecret } from '../clients/clients.js'
import { deviceTraits } from '../clients/device.js'
import { devBrowserCookies, hasDevBrowsers, newDevBrowser, readDevBrowser } from '../dev-browser/dev-browser.js'
import { exchangeFormerCookies } from '../former-sessions/former-sessions.js'
import { issueRefreshToken } from '../sessions/refresh.js'
import type { SessionRow } from '../sessions/sessions.js'
import { currentSession, isActivityDue, noteActivity, signedInSessionsOf } from '../sessions/signed-in.js'
import { issueNonce } from './handshake.js'

export const handshakeDocument = (basePath: string) =>
  // Each writes a row, also for a client that nobody signed in on.
  documentRoute('GET', `${basePath}/v1/client/handshake`, { counts: ['handshake'] }, async ({ instance, request }) => {
    const query = request.url.searchParams
    const location = safeRedirect(instance, request, query.get('redirect_url'))
    const secret = readClientSecret(instance, request)
    const client = secret ? await findClientBySecret(instance, secret) : null

    const page = new URL(location, ownOrigin(instance, request))
    const domain = cookieDomainOf(instance, page.hostname)
    const secure = isSecure(instance, request) || page.protocol === 'https:' // a link's target never lowers it
    const found = client && currentSession(await signedInSessionsOf(instance, client.id), client)
    const device = { client, newSecret: null, ...deviceTraits(instance, request) }
    const entered = found ? null : await exchangeFormerCookies(instance, request, device)
    const session = found ?? entered?.session ?? null
    const token = session && (await sessionToken(instance, session, originOf(page)))
    const current = entered?.device.client ?? client
    const state = current && token ? { token, changedAt: current.updated_at } : null
    const secretCookies = entered?.device.newSecret ? [clientCookie(instance, request, entered.device.newSecret)] : []
    const carrier = (name: string, value: string, maxAgeSeconds: number) =>
      writeCookie(name, value, { maxAgeSeconds, httpOnly: true, secure, ...(domain && { domain }) })
    const directives = [
      ...removedLeftovers(instance, request, page, state),
      ...sessionCookies(instance, state, secure, page.hostname),
      ...(await refreshCookies(instance, session, secure)),
      ...devBrowserCookiesFor(instance, query.get('__clerk_db_jwt'), secure),
      // Middlewares never remove these two; a stale one would be tried again on every page.
      ...carriers.map((name) => carrier(name, '', 0)),
    ]

    const [name, value] =
      query.get('format') === 'nonce'
        ? ([carriers[0], await issueNonce(instance, directives)] as const)
        : ([carriers[1], await signHandshakeToken(instance, directives)] as const)
    if (hasDevBrowsers(instance)) return redirectTo(withParameter(location, name, value), secretCookies)
    return redirectTo(location, [carrier(name, value, handshakeLifetimeSeconds), ...secretCookies])
  })

const carriers = ['__clerk_handshake_nonce', '__clerk_handshake'] as const

/** Only names with a suffix are read. They end with the session. */
async function refreshCookies(instance: Instance, session: SessionRow | null, secure: boolean): Promise<string[]> {
  const write = (value: string, maxAgeSeconds: number) =>
    instance.keys.spellings.map(({ cookieSuffix }) =>
      writeCookie(`__refresh_${cookieSuffix}`, value, { maxAgeSeconds, httpOnly: true, secure }),
    )
  if (!session) return write('', 0)

  const secret = await transaction(instance, async (tx) => {
    if (isActivityDue(tx, session)) await noteActivity(tx, session)
    return issueRefreshToken(tx, session)
  })
  return write(secret, Math.ceil((session.expire_at - instance.now()) / 1000))
}

/** With `pk_test_` keys a middleware asks for a handshake until these cookies are there. */
const devBrowserCookiesFor = (instance: Instance, known: string | null, secure: boolean): string[] =>
  hasDevBrowsers(instance) ? devBrowserCookies(instance, readDevBrowser(known) ?? newDevBrowser(), secure) : []
