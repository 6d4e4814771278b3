/** Authenticates one request with a stand-in for the server. */
import { targetOf } from '@frontdesk/contract/requests'
import { parsePublishableKey } from '../publishable-key.js'
import { authenticate } from '../request/authenticate.js'
import { authenticatorFor } from '../request/authenticator.js'
import type { Decision, SessionDecision } from '../request/decision.js'
import type { AuthenticateRequestOptions } from '../request/options.js'
import { requestUrl } from '../request/request-url.js'
import { desk, liveKey } from './desk.js'

export interface Sent {
  method?: string
  target?: string
  cookies?: Record<string, string>
  headers?: Record<string, string>
  key?: string
  options?: AuthenticateRequestOptions
  server?: ReturnType<typeof desk>
}

export async function decide({
  method = 'GET',
  target = '/',
  cookies = {},
  headers = {},
  key = liveKey,
  options = {},
  server = desk(),
}: Sent) {
  const cookie = Object.entries(cookies).map(([name, value]) => `${name}=${value}`)
  const all: Record<string, string> = { host: 'app.example', ...(cookie.length > 0 && { cookie: cookie.join('; ') }), ...headers }
  const settings = { ...(await server.ready()), publishableKey: key }
  const authenticator = await authenticatorFor(options, { ...server, ready: async () => settings })
  const header = (name: string) => all[name]
  const url = requestUrl({ target: targetOf({ url: target, headers: all }), protocol: 'http', header }) // one object, as the adapters keep one
  const request = { method, header, url: () => url }
  const decision = (await authenticate(authenticator, request, 'session_token')) as SessionDecision // of no other kind than is accepted
  return Object.assign(decision, {
    sent: (name: string) => decision.headers.filter(([sent]) => sent === name).map(([, value]) => value),
  })
}

export const suffix = (key: string) => parsePublishableKey(key).cookieSuffix
/** The headers of a browser that loads a page. */
export const page = { accept: 'text/html,*/*', 'sec-fetch-dest': 'document' }
export const outcome = ({ status, reason }: Decision) => (reason ? `${status}: ${reason}` : status)

/** Where a handshake leads, with its query as an object; null where nobody is sent anywhere. */
export function destination(decision: { sent(name: string): string[] }) {
  const [location] = decision.sent('location')
  if (!location) return null
  const { origin, pathname, searchParams } = new URL(location)
  return { to: origin + pathname, query: Object.fromEntries(searchParams) }
}
