/** Web Requests and Responses, for callers of `fetch`: apps on other runtimes, tests, and the SDK beside an embedded server. */
import { errors } from '@frontdesk/contract'
import type { Incoming, Reply } from './message.js'

export function fromWeb(request: Request, remoteAddress: string): Incoming {
  const url = new URL(request.url)
  return {
    method: request.method,
    url,
    path: url.pathname,
    host: request.headers.get('host') ?? url.host,
    trust: 0,
    header: (name) => request.headers.get(name),
    body: (limit) => readBody(request, limit),
    remoteAddress,
  }
}

async function readBody(request: Request, limit: number): Promise<Uint8Array> {
  if (!request.body) return new Uint8Array()
  if (Number(request.headers.get('content-length') ?? 0) > limit) throw errors.requestBodyTooLarge()

  const chunks: Uint8Array[] = []
  let length = 0
  // The DOM type lacks the iterator that Node has.
  for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
    length += chunk.byteLength
    if (length > limit) throw errors.requestBodyTooLarge()
    chunks.push(chunk)
  }
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)
}

export function toResponse({ method }: Request, { status, headers, cookies, body }: Reply): Response {
  const hasBody = method !== 'HEAD' && status !== 204 && status !== 304
  const response = new Response(hasBody ? (body as string | Uint8Array<ArrayBuffer>) : null, { status, headers }) // never a shared buffer
  for (const cookie of cookies) response.headers.append('set-cookie', cookie)
  return response
}
