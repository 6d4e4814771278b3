/** Node's messages, standalone or behind Express and whatever body parsers it has. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { errors } from '@frontdesk/contract'
import { bodyLeft, type RequestTarget, type TrustedProxies, targetOf } from '@frontdesk/contract/requests'
import { type Incoming, type Reply, reply } from './message.js'
import { leaveSoon, readStream } from './read-stream.js'
import type { Connection } from './request-context.js'

/** What Express and its parsers add to a request. */
export interface ParsedMessage extends IncomingMessage {
  originalUrl?: string
  app?: { get(setting: 'trust proxy fn'): TrustedProxies | undefined }
  body?: unknown
  rawBody?: unknown
}

/** Answers one message. Rejects only when `answer` does. */
export async function answerMessage(
  message: ParsedMessage,
  outgoing: ServerResponse,
  answer: (request: Incoming) => Promise<Reply>,
): Promise<void> {
  const target = targetOf(message)
  const url = target && urlOf(message, target)
  write(outgoing, url ? await answer(fromNode(message, target, url)) : badRequest)
  leaveSoon(message)
}

const badRequest = reply(
  'The request line or the Host header makes no URL.\n',
  { 'content-type': 'text/plain; charset=utf-8' },
  400,
)

/** Who sends a message, and to which host; `host` is what its target says. */
export const connectionOf = (message: ParsedMessage, host: string): Connection => ({
  host,
  trust: message.app?.get('trust proxy fn') ?? 0,
  header(name) {
    const value = message.headers[name]
    return (Array.isArray(value) ? value.join(', ') : value) ?? null
  },
  remoteAddress: message.socket.remoteAddress ?? '',
})

function fromNode(message: ParsedMessage, { path }: RequestTarget, url: URL): Incoming {
  const isHeard = message.readableFlowing && !message.readableDidRead && !isOver(message)
  const overheard = isHeard ? readStream(message, largestBody) : undefined
  overheard?.catch(() => {}) // told where the body is asked for
  return {
    method: message.method!, // a server's message has one
    url,
    path,
    ...connectionOf(message, url.host),
    body: (limit) => (overheard ? within(limit, overheard) : readBody(message, limit)),
  }
}

/** The whole address, though a router may have cut the path. TLS is told by the socket: anybody may write `https:` into a request line. */
function urlOf(message: ParsedMessage, { whole, host }: RequestTarget): URL | null {
  const { encrypted } = message.socket as { encrypted?: boolean } // a TLS socket has it
  const url = `${encrypted ? 'https' : 'http'}://${host || 'localhost'}${whole}`
  return host !== null && whole.startsWith('/') && URL.canParse(url) ? new URL(url) : null
}

/** Of a stream that a logger listens to and does not wait for: what is not heard from the beginning is lost. */
const largestBody = 16 * 1024 * 1024

async function readBody(message: ParsedMessage, limit: number): Promise<Uint8Array> {
  if (!message.readableDidRead) return isSent(message.headers) && !isOver(message) ? readStream(message, limit) : new Uint8Array()
  if (!isOver(message)) await readStream(message, limit) // the rest, for who keeps it in rawBody
  const left = leftIn(message)
  if (left) return within(limit, left)
  if (isSent(message.headers)) throw errors.requestBodyConsumed()
  return new Uint8Array()
}

/** Of an empty body a parser has read nothing, and yet its end never comes again. */
const isOver = (message: ParsedMessage): boolean => message.readableEnded || message.destroyed

function leftIn(message: ParsedMessage): Uint8Array | null {
  try {
    return bodyLeft(message)
  } catch {
    throw errors.requestBodyInvalid() // JSON that a parser took and nobody can write
  }
}

async function within(limit: number, arriving: Uint8Array | Promise<Uint8Array>): Promise<Uint8Array> {
  const bytes = await arriving
  if (bytes.byteLength > limit) throw errors.requestBodyTooLarge()
  return bytes
}

const isSent = ({ 'content-length': length, 'transfer-encoding': encoding }: IncomingMessage['headers']) =>
  encoding !== undefined || (length !== undefined && length !== '0')

function write(outgoing: ServerResponse, { status, headers, cookies, body }: Reply): void {
  if (outgoing.headersSent || outgoing.destroyed) return
  if (outgoing.hasHeader('strict-transport-security')) delete headers['strict-transport-security'] // the app around us has its own
  for (const cookie of cookies) outgoing.appendHeader('set-cookie', cookie) // beside those of an app's middleware
  if (status === 204 || status === 304) outgoing.writeHead(status, headers).end()
  else {
    const ending = status === 408 ? { connection: 'close' } : {} // what is missing of the request would come before the next one
    outgoing.writeHead(status, { ...headers, ...ending, 'content-length': Buffer.byteLength(body) }).end(body)
  }
}
