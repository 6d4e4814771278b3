/** Node's requests as Web requests, standalone or behind Express and whatever body parsers it has. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import type { Connection } from './request-context.js'

export type Fetch = (request: Request, connection: Connection) => Promise<Response>

export type NodeListener = (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void>

/** A listener for `node:http` that answers each request with `fetch`. */
export function nodeListener(fetch: Fetch): NodeListener {
  return getRequestListener(
    (request, { incoming }) => fetch(request, { remoteAddress: incoming.socket.remoteAddress ?? '' }),
    { overrideGlobalObjects: false, errorHandler: () => new Response(null, { status: 400 }) }, // a request line or Host that is no URL
  )
}

/** What Express and its parsers add to a request. */
interface ParsedRequest extends IncomingMessage {
  originalUrl?: string
  body?: unknown
  rawBody?: Buffer
}

/** The same behind Express: requests get back the shape they had on the wire. */
export function expressListener(fetch: Fetch): NodeListener {
  const listener = nodeListener(fetch)
  return (incoming, outgoing) => listener(undoExpress(incoming), outgoing)
}

/** The whole path, though a router may have cut it, and the body, which a parser may have read to its end. */
function undoExpress(incoming: ParsedRequest): IncomingMessage {
  incoming.url = incoming.originalUrl ?? incoming.url
  if (incoming.readableDidRead && !Buffer.isBuffer(incoming.rawBody))
    incoming.rawBody = serialize(incoming.body, incoming.headers['content-type'] ?? '')
  return incoming
}

function serialize(body: unknown, contentType: string): Buffer {
  if (Buffer.isBuffer(body)) return body
  if (typeof body === 'string') return Buffer.from(body)
  if (!contentType.startsWith('application/x-www-form-urlencoded')) return Buffer.from(JSON.stringify(body ?? {}))

  const pairs = Object.entries(body ?? {}).flatMap(([name, value]) =>
    [value].flat().map((item): [string, string] => [name, String(item)]),
  )
  return Buffer.from(new URLSearchParams(pairs).toString())
}
