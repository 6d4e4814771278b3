/** Files to import from that are texts of a test, handed over in pieces of any length. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ImportFile, openImportFile } from '../cli/import/import-file.js'
import type { Entry, Reader } from '../cli/import/reader.js'
import { openScratch } from '../cli/import/scratch.js'

/** A file in memory, given out `pieceLength` characters at a time. */
export function textFile(name: string, text: string, pieceLength = text.length || 1): ImportFile {
  return {
    path: name,
    name,
    bytes: text.length,
    head: text,
    async *texts() {
      for (let at = 0; at < text.length; at += pieceLength) yield text.slice(at, at + pieceLength)
    },
  }
}

/** All that a reader makes of these files, which are written to a folder first. */
export async function readAll(
  reader: Reader,
  texts: Record<string, string>,
  map: Iterable<[string, string]> = [],
  flags: Record<string, string> = {},
): Promise<Entry[]> {
  const folder = mkdtempSync(join(tmpdir(), 'frontdesk-reader-'))
  const scratch = await openScratch()
  try {
    const files = Object.entries(texts).map(([name, text]) => {
      writeFileSync(join(folder, name), text)
      return openImportFile(join(folder, name))
    })
    const entries: Entry[] = []
    for await (const entry of reader.read(files, { scratch, map: new Map(map), flags })) entries.push(entry)
    return entries
  } finally {
    scratch.close()
    rmSync(folder, { recursive: true })
  }
}
