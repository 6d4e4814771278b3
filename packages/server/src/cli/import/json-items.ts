/**
 * JSON values out of a file in pieces: those of an array, of an array inside of an object (`{ "data": [ … ] }`), or one after the other
 * (NDJSON). Only where a value ends is looked for here; each is then parsed by itself.
 */
import type { ImportFile } from './import-file.js'

export interface JsonItem {
  /** `users.json:12`, by the line on which the value begins. */
  place: string
  value: Record<string, unknown>
}

const maxItemLength = 4_000_000 // characters

/** Where the list begins that an object has under one of these names, among other members that are no lists. */
const listIn = /^\s*\{(?:\s*"[^"\\]*"\s*:\s*(?:"[^"\\]*"|-?\d[\d.eE+-]*|true|false|null)\s*,)*\s*"(?:data|users|items)"\s*:\s*\[/

/** The objects of a file, and what is wrong with values that are none. @throws when the file is not JSON between them */
export async function* jsonItems(file: ImportFile): AsyncGenerator<JsonItem | { place: string; refused: string }> {
  const wrapping = listIn.exec(file.head)?.[0]
  const isList = wrapping !== undefined || /^\s*\[/.test(file.head)
  let toSkip = wrapping?.length ?? /^\s*\[?/.exec(file.head)![0].length
  let line = 1
  let text = ''
  let scan = startOfScan()
  let isOver = false

  for await (const piece of file.texts()) {
    text += piece
    if (toSkip > 0 && text.length < toSkip) continue
    line += linesIn(text.slice(0, toSkip))
    text = text.slice(toSkip)
    toSkip = 0
    let at = 0
    while (!isOver) {
      const gap = between.exec(text.slice(at, at + 4096))![0] // white space and commas
      if (scan.at === 0 && gap.length > 0) {
        line += linesIn(gap)
        at += gap.length
        continue
      }
      if (at >= text.length) break
      if (scan.at === 0 && text[at] === ']' && isList) {
        isOver = true
        break
      }
      if (scan.at === 0 && text[at] !== '{') throw new Error(`${file.name}:${line} is not JSON: an object must begin there.`)
      const end = endOfObject(text, at, scan)
      if (end === null) break
      const raw = text.slice(at, end)
      yield parsed(`${file.name}:${line}`, raw)
      line += linesIn(raw)
      at = end
      scan = startOfScan()
    }
    if (isOver) return
    text = text.slice(at)
    if (text.length > maxItemLength) throw new Error(`${file.name}:${line} is not JSON: the object that begins there has no end.`)
  }
  if (text !== '') throw new Error(`${file.name}:${line} is not JSON: the object that begins there has no end.`)
  if (isList) throw new Error(`${file.name}:${line} is not JSON: the list has no end. Is the file whole?`)
}

const between = /^[\s,]*/

/** How far an object was looked at, from its beginning. */
interface Scan {
  at: number
  depth: number
  isInText: boolean
}

const startOfScan = (): Scan => ({ at: 0, depth: 0, isInText: false })

const structure = /["{}]/g
const endOfText = /["\\]/g

/** Where the object that begins at `start` ends; null where its end is not there yet, with `scan` kept for the next piece. */
function endOfObject(text: string, start: number, scan: Scan): number | null {
  let at = start + scan.at
  for (;;) {
    const mark = scan.isInText ? endOfText : structure
    mark.lastIndex = at
    const found = mark.exec(text)
    if (!found || (found[0] === '\\' && found.index + 1 === text.length)) {
      scan.at = Math.max(1, (found?.index ?? text.length) - start)
      return null
    }
    at = found.index + 1
    if (found[0] === '\\') at++
    else if (found[0] === '"') scan.isInText = !scan.isInText
    else if (found[0] === '{') scan.depth++
    else if (--scan.depth === 0) return at
  }
}

function parsed(place: string, raw: string): JsonItem | { place: string; refused: string } {
  try {
    return { place, value: JSON.parse(raw) as Record<string, unknown> } // it begins and ends as an object does
  } catch (error) {
    return { place, refused: `is not JSON: ${(error as Error).message}` }
  }
}

function linesIn(text: string): number {
  let count = 0
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++
  return count
}
