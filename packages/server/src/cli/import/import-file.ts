/** A file to import from, read in pieces: a million people don't fit into memory. */
import { closeSync, createReadStream, openSync, readSync, statSync } from 'node:fs'
import { basename } from 'node:path'

export interface ImportFile {
  path: string
  /** Its last name, as places are told by. */
  name: string
  bytes: number
  /** The first 64 KB, or all of it. */
  head: string
  /** The whole file in pieces of any length, each time from its beginning. @throws when it is not UTF-8 */
  texts(): AsyncIterable<string>
}

const headBytes = 65_536

/** @throws when it can't be read; `onRead` hears of the bytes as they are read */
export function openImportFile(path: string, onRead: (bytes: number) => void = () => {}): ImportFile {
  const { size, head } = readHead(path)
  const name = basename(path)
  return {
    path,
    name,
    bytes: size,
    head,
    async *texts() {
      const decoder = new TextDecoder('utf-8', { fatal: true })
      const decode = (bytes?: Uint8Array) => {
        try {
          return bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode()
        } catch {
          throw new Error(`${path} is not UTF-8. Save it as UTF-8 first: iconv -f latin1 -t utf-8.`)
        }
      }
      for await (const bytes of createReadStream(path, { highWaterMark: 262_144 }) as AsyncIterable<Uint8Array>) {
        onRead(bytes.length)
        yield decode(bytes)
      }
      yield decode()
    },
  }
}

function readHead(path: string): { size: number; head: string } {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (!stat) throw new Error(`There is no file ${path}.`)
  if (!stat.isFile()) throw new Error(`${path} is not a file.`)
  const file = openSync(path, 'r')
  try {
    const bytes = Buffer.alloc(Math.min(headBytes, stat.size))
    readSync(file, bytes, 0, bytes.length, 0)
    return { size: stat.size, head: new TextDecoder().decode(bytes) } // drops the byte order mark
  } finally {
    closeSync(file)
  }
}
