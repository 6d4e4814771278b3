/** Rows of CSV. Lines end by LF, CRLF or CR; the delimiter is a comma, a semicolon or a tab. */
import { pipeline, Readable } from 'node:stream'
import { CsvError, type Options, parse } from 'csv-parse'
import { parse as parseText } from 'csv-parse/sync'
import type { ImportFile } from './import-file.js'

export interface CsvRow {
  /** `users.csv:12`, by the line on which the row begins. */
  place: string
  values: string[]
}

const maxRowLength = 4_000_000 // characters: more is a quote that nothing ends

/** @throws at a quote that is not where one may be */
export async function* csvRows(file: ImportFile): AsyncGenerator<CsvRow> {
  let line = 1
  const rows = parse({
    ...spellingOf(file.head),
    max_record_size: maxRowLength,
    on_record: (values: string[], { lines }) => {
      line = lines + 1
      return [`${file.name}:${lines - linesIn(values)}`, ...values]
    },
  })
  pipeline(Readable.from(file.texts()), rows, () => {}) // what fails there fails the loop below
  try {
    for await (const [place, ...values] of rows as AsyncIterable<[string, ...string[]]>) yield { place, values }
  } catch (error) {
    throw error instanceof CsvError ? new Error(`${file.name}:${line} is not CSV: ${whatIsWrong(error)}`) : error
  }
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
  try {
    const [names = []]: string[][] = parseText(head, { ...spellingOf(head), to: 1 })
    return names.map((name) => name.trim())
  } catch {
    return []
  }
}

function spellingOf(head: string): Options {
  return {
    delimiter: delimiterOf(head),
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    skip_empty_lines: true,
  }
}

/** The one that the first line has most of. */
function delimiterOf(head: string): string {
  const first = (/^[^\r\n]*/.exec(head)?.[0] ?? '').replace(/"[^"]*"/g, '')
  const counts = [',', ';', '\t'].map((delimiter) => ({ delimiter, count: first.split(delimiter).length }))
  return counts.reduce((most, one) => (one.count > most.count ? one : most)).delimiter
}

const whatIsWrong = ({ code }: CsvError): string =>
  code === 'CSV_QUOTE_NOT_CLOSED' || code === 'CSV_MAX_RECORD_SIZE'
    ? 'the quote that begins there has no end.'
    : 'a quote within a field is written twice, and the field in quotes.'

const linesIn = (values: string[]): number => values.reduce((sum, value) => sum + value.split(/\r\n|\r|\n/).length - 1, 0)
