/** The rows of a CSV by the names in its first line, or the objects of a JSON file: tables are exported as either. */
import { csvNames, csvRecords } from './csv-rows.js'
import type { ImportFile } from './import-file.js'
import { jsonItems } from './json-items.js'

export type Json = Record<string, unknown>

const isJson = ({ head }: ImportFile): boolean => /^\s*[[{]/.test(head)

export async function* recordsOf(
  file: ImportFile,
): AsyncGenerator<{ place: string; record: Json } | { place: string; refused: string }> {
  if (!isJson(file)) yield* csvRecords(file)
  else for await (const { place, value } of jsonItems(file)) yield { place, record: value }
}

/** Whether a file's records have all of these members, as far as its beginning shows. */
export function hasMembers(file: ImportFile, ...names: string[]): boolean {
  if (!isJson(file)) return names.every((name) => csvNames(file.head).includes(name))
  return names.every((name) => new RegExp(`"${name}"\\s*:`).test(file.head))
}
