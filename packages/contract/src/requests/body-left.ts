/**
 * The body of a request that a middleware has read before us, out of what it has left on the message. Only what proves to be all of it
 * counts: with a field missing, or another one in its place, it would be another request.
 */
interface ReadMessage {
  headers: {
    'content-length'?: string | undefined
    'content-type'?: string | undefined
    'content-encoding'?: string | undefined
  }
  /** The bytes, as some hosts and loggers keep them. */
  rawBody?: unknown
  /** The bytes, or what a parser has made of them. */
  body?: unknown
  /** Set by the parsers of Express 4, which also leave `{}` where they have parsed nothing. */
  _body?: unknown
}

/** The bytes, or others that mean the same; null if nothing tells them. @throws RangeError for JSON that is nested too deep to be written */
export function bodyLeft(message: ReadMessage): Uint8Array<ArrayBuffer> | null {
  const { headers, rawBody, body } = message
  const length = lengthOf(headers)
  for (const kept of [rawBody, body]) {
    const bytes = typeof kept === 'string' || kept instanceof Uint8Array ? Buffer.from(kept as string) : null // or a copy of the bytes
    if (bytes && (length === undefined ? bytes.byteLength > 0 : bytes.byteLength === length)) return new Uint8Array(bytes)
  }
  if (typeof body !== 'object' || body === null || body instanceof Uint8Array) return null
  const type = headers['content-type'] ?? ''
  const text = jsonType.test(type) ? jsonOf(body, message) : formType.test(type) && !Array.isArray(body) ? formOf(body) : null
  return text === null ? null : new Uint8Array(Buffer.from(text))
}

const jsonType = /^application\/([\w.-]+\+)?json\s*(;|$)/i
const formType = /^application\/x-www-form-urlencoded\s*(;|$)/i

/** Undefined where the header tells another length, such as that of compressed bytes, or none. */
function lengthOf({ 'content-length': length, 'content-encoding': encoding = 'identity' }: ReadMessage['headers']) {
  return length !== undefined && encoding.toLowerCase() === 'identity' ? Number(length) : undefined
}

/** JSON means the same however it is written, and no text of it is shorter than this one but for its numbers. */
function jsonOf(body: object, { headers, _body }: ReadMessage): string | null {
  const length = lengthOf(headers)
  if (Object.keys(body).length === 0 && _body !== true && length !== 2) return null // of a parser that has found nothing to parse
  const text = JSON.stringify(body)
  if (length === undefined || text.length <= length) return text
  return JSON.stringify(body, withShortNumbers).length <= length ? text : null
}

const withShortNumbers = (_name: string, value: unknown) => (typeof value === 'number' ? 0 : value)

/** Pairs of text. What parsers make of `a[b]=1` has more than one spelling, and what is no text has been changed. */
function formOf(body: object): string | null {
  const pairs = Object.entries(body).flatMap(([name, value]) =>
    Array.isArray(value) ? value.map((item) => [value.length === 1 ? `${name}[]` : name, item]) : [[name, value]],
  )
  const isText = pairs.length > 0 && pairs.every((pair): pair is [string, string] => typeof pair[1] === 'string')
  return isText ? new URLSearchParams(pairs as Array<[string, string]>).toString() : null
}
