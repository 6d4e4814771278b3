/**
 * The caller of most of the Frontend API: a page of an allowed origin, with the client that its cookie names. What leaves is wrapped in
 * `{ response, client }`, and changes bring cookies.
 */
import type { Client, Operation } from '@frontdesk/contract'
import { type Browser, browserTraits } from '../capabilities/devices/clients/browser.js'
import { findClientBySecret } from '../capabilities/devices/clients/clients.js'
import { clientResource } from '../resources/client.js'
import type { Instance } from '../start/instance.js'
import { clientCookie, isOutdated, readClientCookie, removedClientCookie } from '../wire/client-cookie.js'
import { removedCrowd } from '../wire/crowded-cookies.js'
import { refuseForeignOrigin } from '../wire/foreign-origin.js'
import { type Incoming, jsonReply, type Reply } from '../wire/message.js'
import { isSecure } from '../wire/request-context.js'
import type { Arrival, Caller } from '../wire/route.js'
import { type SignedInState, sessionCookies } from '../wire/session-cookies.js'

export interface FoundBrowser {
  browser: Browser
}

/** For any page, whether or not this browser has a client yet. */
export const browser = {
  name: 'browser',
  isTrusted: false,

  async find({ instance, request }, operation) {
    refuseForeignOrigin(operation, instance, request)
    return { browser: await readBrowser(instance, request) }
  },

  subjects: ({ browser }) => ({ newcomer: browser.client ? null : browser.address }),

  async reply(arrival, operation, { browser }, response) {
    if (operation.method !== 'GET') return replyWithClient(arrival, operation, browser, response)
    const answer = jsonReply(operation.shapes.bare ? response : { response, client: null })
    return { ...answer, cookies: cookiesFor(arrival, browser, null) }
  },
} satisfies Caller<FoundBrowser, 'newcomer'>

/** The answer with the browser's client beside it, which clerk-js takes for the newest. */
export async function replyWithClient(
  arrival: Arrival,
  operation: Operation,
  browser: Browser,
  response: unknown,
): Promise<Reply> {
  const client = browser.client && (await clientResource(arrival.instance, browser.client, browser.origin))
  const answer = jsonReply(operation.shapes.bare ? response : { response, client })
  return { ...answer, cookies: cookiesFor(arrival, browser, client) }
}

/** The client as it is now, for an answer that refuses; what the refused call did to its own copy is undone. */
export async function currentClient(instance: Instance, request: Incoming): Promise<Client | null> {
  const { client, origin } = await readBrowser(instance, request)
  return client && clientResource(instance, client, origin)
}

async function readBrowser(instance: Instance, request: Incoming): Promise<Browser> {
  const cookie = readClientCookie(instance, request)
  const client = cookie && (await findClientBySecret(instance, cookie.secret))
  return {
    client,
    outdatedCookie: cookie && client && isOutdated(instance, request, cookie) ? cookie : null,
    isNew: false,
    newSecret: null,
    sessionsChanged: false,
    ...browserTraits(instance, request),
  }
}

/** The client cookie goes last: a proxy in front of us may keep only the last cookie of an answer. */
function cookiesFor({ instance, request }: Arrival, browser: Browser, client: Client | null): string[] {
  const { outdatedCookie: outdated } = browser
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
