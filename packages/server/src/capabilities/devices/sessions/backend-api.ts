import { backendApi, errors } from '@frontdesk/contract'
import { secretKey } from '../../../callers/secret-key.js'
import { backendSession } from '../../../resources/session.js'
import { sessionToken } from '../../../resources/session-token.js'
import { type Instance, transaction } from '../../../start/instance.js'
import { route } from '../../../wire/route.js'
import { sessionTokenCookies } from '../../../wire/session-cookies.js'
import { countSessions, listSessions } from './listing.js'
import { findRefreshable } from './refresh.js'
import { findSessionOfToken } from './session-of-token.js'
import { findActiveSession, findSession, finishSession, type SessionRow } from './sessions.js'
import { isActivityDue, noteActivity } from './signed-in.js'
import { createTestSession } from './test-session.js'

const { sessions } = backendApi

export const backendSessionRoutes = [
  route(
    sessions.getSessionList,
    { caller: secretKey, counts: [] },
    async ({ instance, query: { paginated, limit, offset, ...filter } }) => {
      const rows = await listSessions(instance, filter, { limit, offset })
      const data = rows.map((session) => backendSession(session, instance.now()))
      return paginated ? { data, total_count: await countSessions(instance, filter) } : data
    },
  ),

  route(sessions.createSession, { caller: secretKey, counts: [] }, async ({ instance, body }) => {
    if (instance.options.environment !== 'development') throw errors.featureNotEnabled('session')
    if (body.active_organization_id) throw errors.resourceNotFound()
    const session = await transaction(instance, (tx) => createTestSession(tx, body.user_id))
    return backendSession(session, instance.now())
  }),

  route(sessions.getSession, { caller: secretKey, counts: [] }, async ({ instance, params }) =>
    backendSession(await requireSession(instance, params.session_id), instance.now()),
  ),

  route(sessions.revokeSession, { caller: secretKey, counts: [] }, async ({ instance, params }) => {
    const session = await requireSession(instance, params.session_id)
    const revoked = await transaction(instance, (tx) => finishSession(tx, session, 'revoked'))
    return backendSession(revoked, instance.now())
  }),

  route(sessions.refreshSession, { caller: secretKey, counts: [] }, async ({ instance, params, body }) => {
    const session = await findRefreshable(instance, params.session_id, body)
    const origin = originOf(body.request_origin)
    const [jwt] = await Promise.all([
      sessionToken(instance, session, origin),
      isActivityDue(instance, session) && transaction(instance, (tx) => noteActivity(tx, session)),
    ])
    if (body.format !== 'cookie') return { object: 'token' as const, jwt }
    return { object: 'cookies' as const, cookies: sessionTokenCookies(instance, jwt, origin.startsWith('https:')) }
  }),

  route(sessions.verifySession, { caller: secretKey, counts: [] }, async ({ instance, params, body }) => {
    const session = await findSessionOfToken(instance, body.token)
    if (session?.id !== params.session_id) throw errors.resourceNotFound()
    return backendSession(session, instance.now())
  }),

  route(sessions.getToken, { caller: secretKey, counts: [] }, async ({ instance, params, body }) => {
    const session = await findActiveSession(instance, params.session_id)
    if (!session) throw errors.resourceNotFound()
    const jwt = await sessionToken(instance, session, null, body.expires_in_seconds ?? undefined)
    return { object: 'token' as const, jwt }
  }),
]

async function requireSession(instance: Instance, id: string): Promise<SessionRow> {
  const session = await findSession(instance, id)
  if (!session) throw errors.resourceNotFound()
  return session
}

/** The app's own origin, as its middleware saw it. */
function originOf(url: string): string {
  const origin = URL.canParse(url) ? new URL(url).origin : 'null'
  if (!/^https?:/.test(origin))
    throw errors.formParamFormatInvalid('request_origin', 'must be the origin of an http or https page')
  return origin
}
