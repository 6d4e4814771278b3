/** Reads bodies with a limit, as JSON or forms, into plain values that a schema then parses. What it costs grows with the size, no faster. */
import { errors } from '@frontdesk/contract'
import type { Incoming } from './message.js'
import { readMultipart } from './multipart.js'

const maxPairsOfQuery = 1000 // the longest query of ours has 13 lists of up to 100 values, and nobody sends them all

export interface BodyLimits {
  maxBytes: number
  /** Of the fields of a form and the names in JSON: each costs as much as some hundred bytes of a value do. */
  maxNames: number
}

export type PlainValues = Record<string, unknown>

type Reader = (bytes: Uint8Array, maxNames: number, contentType: string) => PlainValues | Promise<PlainValues>

const readers: Record<string, Reader> = {
  'application/json': (bytes, maxNames) => {
    const value = readJson(decode(bytes), maxNames)
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw errors.requestBodyInvalid()
    return value as PlainValues
  },
  'application/x-www-form-urlencoded': (bytes, maxNames) => readForm(decode(bytes), maxNames),
  // The DOM type lacks the iterator that Node has.
  'multipart/form-data': async (bytes, _, contentType) =>
    fromPairs((await readMultipart(bytes, contentType)) as unknown as Pairs),
}

/**
 * JSON object or form as plain values; an empty body is `{}`. A repeated form key, or one ending in `[]`, becomes a list.
 * @throws `request_body_too_large`, `request_body_invalid`, `unsupported_content_type`
 */
export async function readValues(request: Incoming, { maxBytes, maxNames }: BodyLimits): Promise<PlainValues> {
  const contentType = request.header('content-type') ?? ''
  const type = contentType.split(';', 1)[0]!.trim().toLowerCase() || 'application/x-www-form-urlencoded'
  const bytes = await request.body(maxBytes)
  if (bytes.byteLength === 0 && type !== 'multipart/form-data') return {}
  const read = Object.hasOwn(readers, type) ? readers[type] : undefined
  if (!read) throw errors.unsupportedContentType()
  return read(bytes, maxNames, contentType)
}

/** A list as JSON. @throws as `readValues` */
export async function readItems(request: Incoming, { maxBytes, maxNames }: BodyLimits): Promise<unknown[]> {
  const bytes = await request.body(maxBytes)
  if (!/^application\/json\s*(;|$)/i.test(request.header('content-type') ?? '')) throw errors.unsupportedContentType()
  const value = readJson(decode(bytes), maxNames)
  if (!Array.isArray(value)) throw errors.requestBodyInvalid()
  return value
}

type Pairs = Iterable<[string, unknown]>

/** A query string, with or without its question mark. @throws `request_body_invalid` for more than a thousand pairs */
export const readQuery = (text: string): PlainValues => readForm(text, maxPairsOfQuery)

function readForm(text: string, maxPairs: number): PlainValues {
  if (text.split('&', maxPairs + 1).length > maxPairs) throw errors.requestBodyInvalid()
  return fromPairs(new URLSearchParams(text))
}

/** Pairs of a query string or form, grouped. */
function fromPairs(pairs: Pairs): PlainValues {
  const values = new Map<string, unknown>()
  const lists = new Map<string, unknown[]>()
  for (const [key, value] of pairs) {
    const isListed = key.endsWith('[]')
    const name = isListed ? key.slice(0, -2) : key
    const list = lists.get(name)
    if (list) list.push(value)
    else if (!isListed && !values.has(name)) values.set(name, value)
    else {
      const made = values.has(name) ? [values.get(name), value] : [value]
      lists.set(name, made)
      values.set(name, made)
    }
  }
  return Object.fromEntries(values) // fromEntries defines own properties, so a `__proto__` key stays a key that the schema refuses
}

const jsonName = /"\s*:/g // in a text, too, which costs it a little of what is allowed

function readJson(text: string, maxNames: number): unknown {
  let names = 0
  for (const _ of text.matchAll(jsonName)) if (++names > maxNames) throw errors.requestBodyInvalid()
  try {
    return JSON.parse(text)
  } catch {
    throw errors.requestBodyInvalid()
  }
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw errors.requestBodyInvalid()
  }
}
