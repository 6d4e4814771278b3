/** Files that never change while the server runs: compressed once per encoding, kept, and left out when the browser has them already. */
import { createHash } from 'node:crypto'
import { extname } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { type Incoming, type Reply, reply } from './message.js'

export interface Asset {
  bytes: Buffer
  type: string
  /** The hash inside each encoding's ETag. */
  hash: string
  /** Filled as encodings are asked for. */
  encoded: Map<Encoding, Promise<Buffer>>
}

type Encoding = keyof typeof compress

const compress = {
  // Quality 9 comes within 3 % of the best and takes milliseconds, so the first visitor need not wait for it.
  br: (bytes: Buffer) => promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
  gzip: (bytes: Buffer) => promisify(gzip)(bytes, { level: 9 }),
}

const types: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.ts': 'text/plain; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
}

/** A file's content as an asset; its name decides the type, and one we don't know is data, never a page. */
export const createAsset = (name: string, bytes: Buffer): Asset => ({
  bytes,
  type: types[extname(name)] ?? 'application/octet-stream',
  hash: createHash('sha256').update(bytes).digest('base64url').slice(0, 22),
  encoded: new Map(),
})

/** The file for this request: compressed if the browser takes it, 304 if it is the one it has. RFC 9110, sections 8.8.3 and 12.5.3. */
export async function answerAsset(request: Incoming, asset: Asset, headers: Record<string, string>): Promise<Reply> {
  const encoding = chooseEncoding(request, asset)
  const etag = `"${asset.hash}${encoding ? `-${encoding}` : ''}"`
  const shared = { ...headers, etag, vary: 'Accept-Encoding', 'x-content-type-options': 'nosniff' }
  if (hasIt(request, etag)) return reply('', shared, 304)

  const bytes = encoding ? await encode(asset, encoding) : asset.bytes
  return reply(bytes, { ...shared, 'content-type': asset.type, ...(encoding && { 'content-encoding': encoding }) })
}

function chooseEncoding(request: Incoming, { type, bytes }: Asset): Encoding | undefined {
  if (/^(image\/png|font\/)/.test(type) || bytes.byteLength < 512) return undefined
  const accepted = (request.header('accept-encoding') ?? '')
    .split(',')
    .filter((part) => !/;\s*q=0(\.0*)?\s*$/i.test(part))
    .map((part) => part.split(';')[0]!.trim().toLowerCase())
  return (['br', 'gzip'] as const).find((encoding) => accepted.includes(encoding))
}

function encode(asset: Asset, encoding: Encoding): Promise<Buffer> {
  const known = asset.encoded.get(encoding)
  if (known) return known
  const made = compress[encoding](asset.bytes)
  asset.encoded.set(encoding, made)
  return made
}

function hasIt(request: Incoming, etag: string): boolean {
  const known = request.header('if-none-match')?.split(',') ?? []
  return known.some((candidate) => candidate.trim() === '*' || candidate.trim().replace(/^W\//, '') === etag)
}
