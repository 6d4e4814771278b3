/** The files of a tarball as npm packs it: a gzipped archive in the ustar format, with pax records for long names (POSIX.1-2017, pax). */
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'

const block = 512
const mostBytes = 256 * 1024 * 1024 // ten times what any front end has, so that no archive fills the memory

export interface PackedFile {
  /** As in the archive: `package/dist/clerk.browser.js`. */
  path: string
  bytes: Buffer
}

/** Regular files only: no links, no folders. @throws when it is no such archive */
export async function filesIn(tarball: Buffer): Promise<PackedFile[]> {
  const archive = await promisify(gunzip)(tarball, { maxOutputLength: mostBytes })
  const files: PackedFile[] = []
  let longPath: string | undefined
  for (let at = 0; at + block <= archive.length && archive[at] !== 0; ) {
    const head = archive.subarray(at, at + block)
    const size = Number.parseInt(textOf(head, 124, 12), 8)
    if (!Number.isSafeInteger(size) || at + block + size > archive.length) throw new Error('The archive is damaged.')
    const bytes = archive.subarray(at + block, at + block + size)
    const type = textOf(head, 156, 1)
    if (type === 'x') longPath = /^\d+ path=(.+)$/m.exec(bytes.toString('utf8'))?.[1]
    else {
      const path = longPath ?? [textOf(head, 345, 155), textOf(head, 0, 100)].filter(Boolean).join('/')
      if (type === '0' || type === '') files.push({ path, bytes })
      longPath = undefined
    }
    at += block + Math.ceil(size / block) * block
  }
  return files
}

/** A field of a head, up to the NUL or blank that ends it. */
const textOf = (head: Buffer, start: number, length: number): string =>
  head
    .subarray(start, start + length)
    .toString('utf8')
    .replace(/\0.*$/s, '')
    .trim()
