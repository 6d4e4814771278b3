/**
 * The caller of most of the Frontend API: a page of an allowed origin, with the client that its cookie names. What leaves is wrapped in
 * `{ response, client }`, and changes bring cookies.
 */
import { type Client, errors, type Operation } from '@frontdesk/contract'
import { type ClientRow, findClientBySecret } from '../capabilities/devices/clients/clients.js'
import { type Device, deviceTraits, type KnownDevice } from '../capabilities/devices/clients/device.js'
import { clientResource } from '../resources/client.js'
import type { Instance } from '../start/instance.js'
import { type ClientCookie, clientCookie, isOutdated, readClientCookie, removedClientCookie } from '../wire/client-cookie.js'
import { removedCrowd } from '../wire/crowded-cookies.js'
import { refuseForeignOrigin } from '../wire/foreign-origin.js'
import { type Incoming, jsonReply, type Reply } from '../wire/message.js'
import { isSecure } from '../wire/request-context.js'
import type { Arrival, Caller } from '../wire/route.js'
import { type SignedInState, sessionCookies } from '../wire/session-cookies.js'

/** The browser that calls. Handlers give it the device as verbs returned it; the cookies of the answer follow from the difference. */
export interface Browser {
  device: Device
  /** The client that the request brought. */
  readonly before: ClientRow | null
  /** The cookie that it was found by, under a name that is no longer written: the answer replaces it. */
  readonly outdatedCookie: ClientCookie | null
  /** Set by calls that bring `__session` and `__client_uat` even where the same session stays current. */
  bringsSession: boolean
}

export interface FoundBrowser {
  browser: Browser
}

/** Gives the browser its device as a verb left it. */
export function noteDevice<Outcome extends { device: Device }>(browser: Browser, outcome: Outcome): Outcome {
  browser.device = outcome.device
  return outcome
}

/** What was completed elsewhere, as by a link in mail, signs this browser in by the answer to its next question. */
export function bringingSession<Attempt extends { created_session_id: string | null }>(
  browser: Browser,
  attempt: Attempt,
): Attempt {
  browser.bringsSession = attempt.created_session_id !== null
  return attempt
}

/** @throws `signed_out` for a browser without a client */
export function knownDevice({ device }: Browser): KnownDevice {
  const { client } = device
  if (!client) throw errors.signedOut()
  return { ...device, client }
}

/** For any page, whether or not this browser has a client yet. */
export const browser = {
  name: 'browser',
  isTrusted: false,

  async find({ instance, request }, operation) {
    refuseForeignOrigin(operation, instance, request)
    return { browser: await readBrowser(instance, request) }
  },

  subjects: ({ browser }) => ({ newcomer: browser.before ? null : browser.device.address }),

  async reply(arrival, operation, { browser }, response) {
    const isClient = operation.id === 'getClient'
    if (operation.method !== 'GET' || (browser.bringsSession && !isClient))
      return replyWithClient(arrival, operation, browser, response)
    const answer = jsonReply(operation.shapes.bare ? response : { response, client: null })
    const client = browser.bringsSession ? (response as Client) : null // of the client itself
    return { ...answer, cookies: cookiesFor(arrival, browser, client) }
  },
} satisfies Caller<FoundBrowser, 'newcomer'>

/** The answer with the browser's client beside it, which clerk-js takes for the newest. */
export async function replyWithClient(
  arrival: Arrival,
  operation: Operation,
  browser: Browser,
  response: unknown,
): Promise<Reply> {
  const { device } = browser
  const client = device.client && (await clientResource(arrival.instance, device.client, device.origin))
  const answer = jsonReply(operation.shapes.bare ? response : { response, client })
  return { ...answer, cookies: cookiesFor(arrival, browser, client) }
}

/** The client as it is now, for an answer that refuses; what the refused call did to its own copy is undone. */
export async function currentClient(instance: Instance, request: Incoming): Promise<Client | null> {
  const { client, origin } = (await readBrowser(instance, request)).device
  return client && clientResource(instance, client, origin)
}

/** For documents, which meet the browser without a caller. */
export async function readBrowser(instance: Instance, request: Incoming): Promise<Browser> {
  const cookie = readClientCookie(instance, request)
  const client = cookie && (await findClientBySecret(instance, cookie.secret))
  return {
    device: { client, newSecret: null, ...deviceTraits(instance, request) },
    before: client,
    outdatedCookie: cookie && client && isOutdated(instance, request, cookie) ? cookie : null,
    bringsSession: false,
  }
}

/** The cookies with which a document sends the browser on. */
export async function leave(arrival: Arrival, browser: Browser): Promise<string[]> {
  const { client, origin } = browser.device
  return cookiesFor(arrival, browser, client && (await clientResource(arrival.instance, client, origin)))
}

/** The client cookie goes last: a proxy in front of us may keep only the last cookie of an answer. */
function cookiesFor({ instance, request }: Arrival, browser: Browser, client: Client | null): string[] {
  const { device, before, outdatedCookie: outdated } = browser
  const isSwitched = (device.client?.last_active_session_id ?? null) !== (before?.last_active_session_id ?? null)
  const sessionsChanged = isSwitched || browser.bringsSession
  const cookies = sessionsChanged
    ? [...removedCrowd(instance, request), ...sessionCookies(instance, stateOf(client), isSecure(instance, request))]
    : []
  if (outdated) cookies.push(removedClientCookie(instance, request, outdated.name))
  const secret = device.newSecret ?? (device.client && outdated?.secret)
  if (secret) cookies.push(clientCookie(instance, request, secret))
  else if (sessionsChanged && !device.client) cookies.push(removedClientCookie(instance, request))
  return cookies
}

/** The same token in the cookie as in the answer's body: a signature is the dearest part of most calls. */
function stateOf(client: Client | null): SignedInState | null {
  const current = client?.sessions.find((session) => session.id === client.last_active_session_id)
  return client && current?.last_active_token ? { token: current.last_active_token.jwt, changedAt: client.updated_at } : null
}
