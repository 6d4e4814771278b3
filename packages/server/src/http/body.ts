/** Reads bodies with a limit, as JSON or forms, into plain values that a schema then parses. */
import { errors } from '@frontdesk/contract'
import type { Incoming } from './message.js'

const maxBodyBytes = 1024 * 1024

export type PlainValues = Record<string, unknown>

/** JSON object or form as plain values; an empty body is `{}`. A repeated form key, or one ending in `[]`, becomes a list. */
export async function readValues(request: Incoming): Promise<PlainValues> {
  const type = request.header('content-type')?.split(';')[0]?.trim().toLowerCase() ?? ''
  if (type === 'multipart/form-data') return readMultipart(request)

  const text = decode(await request.body(maxBodyBytes))
  if (text === '') return {}
  if (type === 'application/json') return readJson(text)
  if (type === 'application/x-www-form-urlencoded' || type === '') return fromPairs(new URLSearchParams(text))
  throw errors.unsupportedContentType()
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

async function readMultipart(request: Incoming): Promise<PlainValues> {
  const bytes = await request.body(maxBodyBytes)
  try {
    const form = await new Response(bytes as Uint8Array<ArrayBuffer>, {
      headers: { 'content-type': request.header('content-type')! },
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
