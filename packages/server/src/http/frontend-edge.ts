/**
 * The edge of the Frontend API: refuses foreign origins, finds the browser's client and session, parses what arrives, wraps what
 * leaves in `{ response, client }`, and writes the cookies.
 */

import { type ApiError, type Client, errors, type Operation } from '@frontdesk/contract'
import { findClientBySecret } from '../capabilities/clients/clients.js'
import { clientResource } from '../capabilities/clients/resource.js'
import { because } from '../capabilities/events/cause.js'
import { unlimitedCodes } from '../capabilities/one-time-secrets/code-budget.js'
import { findSignedIn } from '../capabilities/sessions/sessions.js'
import { currentSession, signedInSessionsOf } from '../capabilities/sessions/signed-in.js'
import { isTestingToken } from '../capabilities/testing-tokens/testing-tokens.js'
import type { Instance } from '../instance.js'
import type { Browser } from './browser.js'
import {
  type ClientCookie,
  clientCookie,
  isOutdated,
  readClientCookie,
  readClientSecret,
  removedClientCookie,
} from './client-cookie.js'
import { removedCrowd } from './crowded-cookies.js'
import { type Incoming, jsonReply, type Reply } from './message.js'
import { isFromThisMachine } from './own-machine.js'
import { parseBody, parseQuery } from './parse.js'
import { addressOf, isAllowedOrigin, isSecure, ownOrigin, userAgentOf } from './request-context.js'
import type { BrowserCall, Call, Route, SignedInCall } from './route.js'
import { type SignedInState, sessionCookies } from './session-cookies.js'

export interface FrontendRequest {
  instance: Instance
  request: Incoming
  /** The request's, or the one that `_method` puts in its place. */
  method: string
  params: Record<string, string>
}

/** Answers one call of the Frontend API; refusals are thrown as ApiError. */
export async function answerFrontendCall(route: Route, incoming: FrontendRequest): Promise<Reply> {
  const { request, params } = incoming
  const { url } = request
  const instance = withTestingToken(withTestCodes(incoming.instance, request), url)
  const mayWrite = incoming.method !== 'GET'
  if (mayWrite) instance.rateLimiter.count('call', addressOf(instance, request))
  const call: Call<Operation> = {
    instance,
    request,
    params,
    query: parseQuery(route.operation, url) as never, // the schema of the route's own operation parsed it
    body: undefined,
  }
  if (route.caller === 'anyone') return jsonReply(await route.handle(call as never))

  refuseForeignOrigin(incoming)
  if (route.caller === 'client_secret') {
    const body = (await parseBody(route.operation, request)) as never // the schema of the route's own operation parsed it
    const clientSecret = readClientSecret(instance, request)
    return jsonReply(await route.handle({ ...call, ...describeCaller(instance, request), body, clientSecret } as never))
  }

  const cookie = readClientCookie(instance, request)
  const browser = await readBrowser(instance, request, cookie)
  const outdated = cookie && browser.client && isOutdated(instance, request, cookie) ? cookie : null
  if (mayWrite && !browser.client) instance.rateLimiter.count('newcomer', browser.address)
  const browserCall: BrowserCall<Operation> = { ...call, browser }
  if (route.caller === 'signed_in') {
    const { user } = await requireSession(browserCall, url)
    if (mayWrite) instance.rateLimiter.count('change', user.id)
  }
  browserCall.body = (await parseBody(route.operation, request)) as never // as above

  const response = await route.handle(browserCall as never)
  const client = !mayWrite || !browser.client ? null : await clientResource(instance, browser.client, browser.origin)
  const answer = jsonReply(route.operation.shapes.bare ? response : { response, client })
  return { ...answer, cookies: cookiesFor(instance, request, browser, client, outdated) }
}

/**
 * What the refusal of a change carries in `meta`: the browser's client as it is now, from which a page with an old state learns that
 * somebody signed in or out in another tab. Null for reads, and for pages that may not know.
 */
export async function refusalMeta(instance: Instance, request: Incoming): Promise<{ client: Client | null } | null> {
  if (request.method === 'GET' || request.method === 'HEAD' || originFault(instance, request)) return null
  try {
    const { client, origin } = await readBrowser(instance, request, readClientCookie(instance, request)) // what the refused call did to its own copy is undone
    return { client: client && (await clientResource(instance, client, origin)) }
  } catch {
    return null // what stopped the call stops this too, and is in the log
  }
}

function refuseForeignOrigin({ instance, request, method }: FrontendRequest): void {
  const fault = method === 'GET' ? null : originFault(instance, request)
  if (fault) throw fault
}

/**
 * The API is reachable by plain forms of any page (Clerk's clients send no custom header), so this check is what keeps other sites
 * out. A browser names the origin of every POST; without a cookie and without an Origin there is no browser to protect.
 */
function originFault(instance: Instance, request: Incoming): ApiError | null {
  const origin = request.header('origin')
  if (origin === null) return request.header('cookie') === null ? null : errors.originMissing()
  return isAllowedOrigin(instance, request, origin) ? null : errors.originInvalid()
}

async function readBrowser(instance: Instance, request: Incoming, cookie: ClientCookie | null): Promise<Browser> {
  const client = cookie && (await findClientBySecret(instance, cookie.secret))
  return { client, newSecret: null, sessionsChanged: false, ...describeCaller(instance, request) }
}

function describeCaller(instance: Instance, request: Incoming): Pick<Browser, 'origin' | 'address' | 'userAgent'> {
  const isSameOrigin = request.header('sec-fetch-site') === 'same-origin'
  return {
    origin: request.header('origin') ?? (isSameOrigin ? ownOrigin(instance, request) : null),
    address: addressOf(instance, request),
    userAgent: userAgentOf(request),
  }
}

type SignedIn = Pick<SignedInCall<Operation>, 'session' | 'user'>

/** The session that the page names or, when it names none, the one that the browser shows. */
async function requireSession(call: BrowserCall<Operation>, url: URL): Promise<SignedIn> {
  const client = call.browser.client
  if (!client) throw errors.signedOut()
  const named = url.searchParams.get('_clerk_session_id')
  const sessionId = named ?? currentSession(await signedInSessionsOf(call.instance, client.id), client)?.id ?? ''
  const signedIn = /^\w+$/.test(sessionId) ? await findSignedIn(call.instance, client, sessionId) : null
  if (!signedIn) throw errors.signedOut()
  call.instance = because(call.instance, { sessionId })
  Object.assign(call, signedIn)
  return signedIn
}

/** Known codes would let anybody who reaches a developer's machine in. */
function withTestCodes(instance: Instance, request: Incoming): Instance {
  if (!instance.takesTestCodes || instance.options.inbox.open || isFromThisMachine(instance, request)) return instance
  return { ...instance, takesTestCodes: false }
}

/** A call with a testing token is not rate limited, so that an app's test suite may sign in as often as it likes. */
function withTestingToken(instance: Instance, url: URL): Instance {
  const token = url.searchParams.get('__clerk_testing_token')
  if (token === null || !isTestingToken(instance, token)) return instance
  const options = { ...instance.options, rateLimits: { ...instance.options.rateLimits, ...unlimitedCodes } }
  return { ...instance, options, rateLimiter: { count: () => {} } }
}

/** The client cookie goes last: a proxy in front of us may keep only the last cookie of an answer. `outdated` yields to one of today's name. */
function cookiesFor(
  instance: Instance,
  request: Incoming,
  browser: Browser,
  client: Client | null,
  outdated: ClientCookie | null,
): string[] {
  const cookies = browser.sessionsChanged
    ? [...removedCrowd(instance, request), ...sessionCookies(instance, stateOf(client), isSecure(instance, request))]
    : []
  if (outdated) cookies.push(removedClientCookie(instance, request, outdated.name))
  const secret = browser.newSecret ?? (browser.client && outdated?.secret)
  if (secret) cookies.push(clientCookie(instance, request, secret))
  else if (browser.sessionsChanged && !browser.client) cookies.push(removedClientCookie(instance, request))
  return cookies
}

/** The same token in the cookie as in the answer's body: a signature is the dearest part of most calls. */
function stateOf(client: Client | null): SignedInState | null {
  const current = client?.sessions.find((session) => session.id === client.last_active_session_id)
  return client && current?.last_active_token ? { token: current.last_active_token.jwt, changedAt: client.updated_at } : null
}
