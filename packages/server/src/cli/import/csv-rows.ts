/** Rows of CSV (RFC 4180) out of a file in pieces. Lines end by LF, CRLF or CR; the delimiter is a comma, a semicolon or a tab. */
import type { ImportFile } from './import-file.js'

export interface CsvRow {
  /** `users.csv:12`, by the line on which the row begins. */
  place: string
  values: string[]
}

const maxRowLength = 4_000_000 // characters: more is a quote that nothing ends

/** @throws at a quote that is not where one may be */
export async function* csvRows(file: ImportFile): AsyncGenerator<CsvRow> {
  const delimiter = delimiterOf(file.head)
  const bareEnd = new RegExp(`[${delimiter}\\r\\n]`, 'g')
  let text = ''
  let line = 1
  for await (const { piece, isLast } of withLast(file.texts())) {
    text = text === '' ? piece : text + piece
    let at = 0
    for (;;) {
      const row = readRow(text, at, { delimiter, bareEnd, isLast })
      if (row === null) break
      if (row === 'misplaced quote')
        throw new Error(`${file.name}:${line} is not CSV: a quote within a field is written twice, and the field in quotes.`)
      const isBlank = row.values.length === 1 && row.values[0] === '' && !row.isQuoted
      if (!isBlank) yield { place: `${file.name}:${line}`, values: row.values }
      line += row.lines
      at = row.end
    }
    text = text.slice(at)
    if (text.length > maxRowLength) throw new Error(`${file.name}:${line} is not CSV: the quote that begins there has no end.`)
  }
  if (text !== '') throw new Error(`${file.name}:${line} is not CSV: the quote that begins there has no end.`)
}

/** Objects by the names in the first row. A row with more or fewer fields has its fault in place of them. */
export async function* csvRecords(
  file: ImportFile,
): AsyncGenerator<{ place: string; record: Record<string, string> } | { place: string; refused: string }> {
  let names: string[] | undefined
  for await (const { place, values } of csvRows(file)) {
    if (!names) names = values.map((name) => name.trim())
    else if (values.length === names.length)
      yield { place, record: Object.fromEntries(names.map((name, index) => [name, values[index]!])) }
    else yield { place, refused: `has ${values.length} fields, where the first line names ${names.length}` }
  }
}

/** The names in the first row of a head; none where it is not CSV. */
export function csvNames(head: string): string[] {
  const delimiter = delimiterOf(head)
  const row = readRow(head, 0, { delimiter, bareEnd: new RegExp(`[${delimiter}\\r\\n]`, 'g'), isLast: true })
  return row === null || row === 'misplaced quote' ? [] : row.values.map((name) => name.trim())
}

/** Whichever the first line has most of. */
function delimiterOf(head: string): string {
  const first = (/^[^\r\n]*/.exec(head)?.[0] ?? '').replace(/"[^"]*"/g, '')
  const counts = [',', ';', '\t'].map((delimiter) => ({ delimiter, count: first.split(delimiter).length }))
  return counts.reduce((most, one) => (one.count > most.count ? one : most)).delimiter
}

interface Reading {
  delimiter: string
  /** Finds where a field without quotes ends. */
  bareEnd: RegExp
  isLast: boolean
}

/** The row that begins at a place; null where its end is not there yet, or nothing is left. */
function readRow(text: string, start: number, { delimiter, bareEnd, isLast }: Reading) {
  if (start >= text.length) return null
  const values: string[] = []
  let at = start
  let lines = 0
  let isQuoted = false
  for (;;) {
    if (text[at] === '"') {
      const end = endOfQuoted(text, at + 1, isLast)
      if (end === null) return null
      const raw = text.slice(at + 1, end)
      values.push(raw.includes('""') ? raw.replaceAll('""', '"') : raw)
      lines += linesIn(raw)
      isQuoted = true
      at = end + 1
    } else {
      bareEnd.lastIndex = at
      const end = bareEnd.exec(text)?.index ?? text.length
      if (end === text.length && !isLast) return null
      values.push(text.slice(at, end))
      at = end
    }
    if (at >= text.length) return isLast ? { values, isQuoted, lines: lines + 1, end: at } : null
    if (text[at] === delimiter) {
      at++
      continue
    }
    if (text[at] === '\n') return { values, isQuoted, lines: lines + 1, end: at + 1 }
    if (text[at] !== '\r') return 'misplaced quote'
    if (at + 1 === text.length && !isLast) return null // a line feed may follow
    return { values, isQuoted, lines: lines + 1, end: at + (text[at + 1] === '\n' ? 2 : 1) }
  }
}

/** The place of the quote that ends a field; null where it is not there yet. */
function endOfQuoted(text: string, start: number, isLast: boolean): number | null {
  for (let at = start; ; at += 2) {
    at = text.indexOf('"', at)
    if (at < 0 || (at + 1 === text.length && !isLast)) return null // it may be written twice
    if (text[at + 1] !== '"') return at
  }
}

const linesIn = (text: string): number => (/[\r\n]/.test(text) ? text.split(/\r\n|\r|\n/).length - 1 : 0)

async function* withLast(pieces: AsyncIterable<string>): AsyncGenerator<{ piece: string; isLast: boolean }> {
  for await (const piece of pieces) if (piece !== '') yield { piece, isLast: false }
  yield { piece: '', isLast: true }
}
