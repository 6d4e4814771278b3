/** Node's messages, standalone or behind Express and whatever body parsers it has. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { errors } from '@frontdesk/contract'
import { type RequestTarget, type TrustedProxies, targetOf } from '@frontdesk/contract/requests'
import { type Incoming, type Reply, reply } from './message.js'
import { leaveSoon, readStream } from './read-stream.js'

/** What Express and its parsers add to a request. */
export interface ParsedMessage extends IncomingMessage {
  originalUrl?: string
  app?: { get(setting: 'trust proxy fn'): TrustedProxies | undefined }
  body?: unknown
  rawBody?: Buffer | string
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

function fromNode(message: ParsedMessage, { path }: RequestTarget, url: URL): Incoming {
  return {
    method: message.method!, // a server's message has one
    url,
    path,
    host: url.host,
    trust: message.app?.get('trust proxy fn') ?? 0,
    header(name) {
      const value = message.headers[name]
      return (Array.isArray(value) ? value.join(', ') : value) ?? null
    },
    body: (limit) => readBody(message, limit),
    remoteAddress: message.socket.remoteAddress ?? '',
  }
}

/** The whole address, though a router may have cut the path. TLS is told by the socket: anybody may write `https:` into a request line. */
function urlOf(message: ParsedMessage, { whole, host }: RequestTarget): URL | null {
  const { encrypted } = message.socket as { encrypted?: boolean } // a TLS socket has it
  const url = `${encrypted ? 'https' : 'http'}://${host || 'localhost'}${whole}`
  return host !== null && whole.startsWith('/') && URL.canParse(url) ? new URL(url) : null
}

async function readBody(message: ParsedMessage, limit: number): Promise<Uint8Array> {
  if (!message.readableDidRead) return isSent(message.headers) ? readStream(message, limit) : new Uint8Array()
  const bytes = parsedBody(message)
  if (bytes.byteLength > limit) throw errors.requestBodyTooLarge()
  return bytes
}

/** The body that a parser has read to its end, as it was or as it must have been. @throws for a body that is gone */
function parsedBody({ rawBody, body, headers }: ParsedMessage): Buffer {
  const whole = [rawBody, body].find((bytes) => Buffer.isBuffer(bytes) || typeof bytes === 'string') as
    | Buffer
    | string
    | undefined
  if (whole !== undefined) return Buffer.from(whole as string) // or a Buffer, of which this is a copy
  if (!isSent(headers)) return Buffer.alloc(0)
  if (body === undefined) throw new Error(bodyIsGone)
  if (!headers['content-type']?.startsWith('application/x-www-form-urlencoded')) return Buffer.from(toText(body))

  const pairs = Object.entries(body as Record<string, unknown>).flatMap(([name, value]) =>
    [value].flat().map((item): [string, string] => [name, String(item)]),
  )
  if (pairs.length === 0) throw new Error(bodyIsGone) // Express 4's parsers of other types leave an empty object
  return Buffer.from(new URLSearchParams(pairs).toString())
}

const isSent = ({ 'content-length': length, 'transfer-encoding': encoding }: IncomingMessage['headers']) =>
  encoding !== undefined || (length !== undefined && length !== '0')

const bodyIsGone =
  'A middleware has read the body of this request and left nothing of it: mount app.use(frontdesk()) before it, or let it keep the bytes in request.rawBody.'

/** JSON that a parser took may be nested too deep to be written. */
function toText(body: unknown): string {
  try {
    return JSON.stringify(body)
  } catch {
    throw errors.requestBodyInvalid()
  }
}

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
