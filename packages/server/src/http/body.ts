/** Reads bodies with a limit, as JSON or forms, into plain values that a schema then parses. */
import { errors } from '@frontdesk/contract'

const maxBodyBytes = 1024 * 1024

export type PlainValues = Record<string, unknown>

/** JSON object or form as plain values; an empty body is `{}`. A repeated form key, or one ending in `[]`, becomes a list. */
export async function readValues(request: Request): Promise<PlainValues> {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? ''
  if (type === 'multipart/form-data') return readMultipart(request)

  const text = decode(await readBytes(request, maxBodyBytes))
  if (text === '') return {}
  if (type === 'application/json') return readJson(text)
  if (type === 'application/x-www-form-urlencoded' || type === '') return fromPairs(new URLSearchParams(text))
  throw errors.unsupportedContentType()
}

/** The whole body; more than the limit answers 413 before it is read to the end. */
export async function readBytes(request: Request, limit: number): Promise<Uint8Array> {
  const declared = request.headers.get('content-length')
  if (Number(declared ?? 0) > limit) throw errors.requestBodyTooLarge()
  if (declared !== null) return new Uint8Array(await request.arrayBuffer()) // Node's parser holds the body to its declared length
  if (!request.body) return new Uint8Array()

  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
    // the DOM type lacks the iterator that Node has
    length += chunk.byteLength
    if (length > limit) throw errors.requestBodyTooLarge()
    chunks.push(chunk)
  }
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)
}

/** Pairs of a query string or form, grouped. */
export function fromPairs(pairs: Iterable<[string, unknown]>): PlainValues {
  const values = new Map<string, unknown>()
  for (const [key, value] of pairs) {
    const name = key.endsWith('[]') ? key.slice(0, -2) : key
    const known = values.get(name)
    values.set(name, known === undefined && !key.endsWith('[]') ? value : [known ?? [], value].flat())
  }
  return Object.fromEntries(values) // fromEntries defines own properties, so a `__proto__` key stays a key that the schema refuses
}

async function readMultipart(request: Request): Promise<PlainValues> {
  const bytes = await readBytes(request, maxBodyBytes)
  try {
    const form = await new Response(bytes as Uint8Array<ArrayBuffer>, {
      headers: { 'content-type': request.headers.get('content-type')! },
    }).formData()
    return fromPairs(form as unknown as Iterable<[string, unknown]>) // the DOM type lacks the iterator that Node has
  } catch {
    throw errors.requestBodyInvalid()
  }
}

function readJson(text: string): PlainValues {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw errors.requestBodyInvalid()
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw errors.requestBodyInvalid()
  return value as PlainValues
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw errors.requestBodyInvalid()
  }
}
