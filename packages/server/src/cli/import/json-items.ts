/** The objects of a JSON file: those of a list, of a list inside of an object (`{ "data": [ … ] }`), or one after the other (NDJSON). */
import { none } from 'stream-chain/defs.js'
import gen from 'stream-chain/gen.js'
import { pick } from 'stream-json/filters/pick.js'
import parser from 'stream-json/parser.js'
import { streamValues } from 'stream-json/streamers/stream-values.js'
import type { ImportFile } from './import-file.js'

export interface JsonItem {
  /** `users.json:12` is the twelfth; in NDJSON it is on that line. */
  place: string
  value: Record<string, unknown>
}

type Found = { value: unknown }

/** Where the list begins that an object has under one of these names, behind other members that are no lists. */
const listIn = /^\s*\{(?:\s*"[^"\\]*"\s*:\s*(?:"[^"\\]*"|-?\d[\d.eE+-]*|true|false|null)\s*,)*\s*"(?:data|users|items)"\s*:\s*\[/

/** @throws when the file is not JSON, or holds what is no object */
export async function* jsonItems(file: ImportFile): AsyncGenerator<JsonItem> {
  let number = 0
  for await (const value of valuesIn(file, () => number)) {
    number++
    if (!isObject(value)) throw new Error(`${file.name}:${number} is no object.`)
    yield { place: `${file.name}:${number}`, value }
  }
}

async function* valuesIn(file: ImportFile, readSoFar: () => number): AsyncGenerator<unknown> {
  if (file.head.trim() === '') return
  const read = readerFor(file.head)
  try {
    for await (const piece of file.texts()) for await (const { value } of read(piece)) yield value
    for await (const { value } of read(none)) yield value
  } catch (error) {
    throw new Error(`${file.name} is not JSON behind object ${readSoFar()}: ${(error as Error).message}.`)
  }
}

/** Takes the file's pieces, and `none` at its end. */
function readerFor(head: string) {
  const text = parser({ jsonStreaming: true }) // a file may hold several pages of an API, one after the other
  const steps = listIn.test(head)
    ? gen(text, pick({ filter: /^(?:data|users|items)\.\d+$/ }), streamValues())
    : /^\s*\[/.test(head)
      ? gen(text, pick({ filter: /^\d+$/ }), streamValues())
      : gen(text, streamValues())
  return steps as (piece: string | typeof none) => AsyncIterable<Found>
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
