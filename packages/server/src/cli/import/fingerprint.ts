import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import type { ImportFile } from './import-file.js'

/** Of all that decides what a run makes of its files: what is in them, and how they are read. */
export async function fingerprintOf(files: ImportFile[], how: object): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify(how))
  for (const { path, bytes } of files) {
    hash.update(`\n${bytes}\n`)
    for await (const piece of createReadStream(path, { highWaterMark: 1_048_576 }) as AsyncIterable<Uint8Array>)
      hash.update(piece)
  }
  return hash.digest('base64url')
}
