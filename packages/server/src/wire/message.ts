import type { TrustedProxies } from '@frontdesk/contract/requests'

/**
 * A request and its answer as this server sees them. Web Requests and Responses cost more than the query behind most calls, so they
 * are made only for callers of `fetch`; Node's own messages are read and written as they are.
 */
export interface Incoming {
  method: string
  /** Absolute, and not to be changed. */
  url: URL
  /** The path as it was written; `url` has it with dots resolved. */
  path: string
  /** The host as the request line or the Host header has it. */
  host: string
  /** A header by its lower-case name; repeated ones are joined. */
  header(name: string): string | null
  /** The whole body, empty if there is none. @throws `request_body_too_large` before more than `limit` bytes are kept */
  body(limit: number): Promise<Uint8Array>
  /** The other end of the connection: the caller, or the last proxy before us. */
  remoteAddress: string
  /** The proxies that the app around us trusts, where nobody tells us ourselves. */
  trust: TrustedProxies
}

export interface Reply {
  status: number
  headers: Record<string, string>
  /** Set-Cookie values, in order. */
  cookies: string[]
  body: string | Uint8Array
}

export const reply = (body: Reply['body'], headers: Reply['headers'], status = 200): Reply => ({
  status,
  headers,
  cookies: [],
  body,
})

/** An answer in JSON that nobody may keep, unless `headers` says otherwise; where there is nothing to say, 204. */
export const jsonReply = (value: unknown, headers: Reply['headers'] = {}, status = 200): Reply =>
  value === undefined
    ? reply('', { 'cache-control': 'no-store', ...headers }, 204)
    : // Exactly this type: with a charset behind it @clerk/backend takes the answer for a string.
      reply(JSON.stringify(value), { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers }, status)
