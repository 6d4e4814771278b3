/** Where a request goes, by its request line and its Host. */

/** What Node's message has, with what Express adds to it; a WebSocket upgrade never meets Express. */
interface Message {
  url?: string | undefined
  originalUrl?: string | undefined
  headers: { host?: string | undefined }
}

export interface RequestTarget {
  /** Path and query as they were written: nothing is decoded, and no dots are resolved. */
  whole: string
  /** The same without the query. */
  path: string
  /** Empty where none was sent; null for one that makes no URL. */
  host: string | null
}

export const hostPattern = /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d+)?$/i

/** Null for what names no resource of ours: the authority form of CONNECT, and other schemes. RFC 9112, section 3.2 */
export function targetOf({ url, originalUrl, headers }: Message): RequestTarget | null {
  const target = originalUrl ?? url ?? ''
  if (target.startsWith('/') || target === '*') return read(target, headers.host ?? '')

  const absolute = /^https?:\/\/([^/?#]*)(.*)$/i.exec(target) // what clients send to a proxy; its host counts, not the header's
  if (!absolute) return null
  const [, host, whole] = absolute as unknown as [string, string, string] // both groups are always there
  return read(whole.startsWith('/') ? whole : `/${whole}`, host)
}

function read(whole: string, host: string): RequestTarget {
  return { whole, path: whole.split('?', 1)[0]!, host: host === '' || hostPattern.test(host) ? host : null } // a split is never empty
}

/** Reads as another path: dots, empty segments, and separators that are encoded or stand the other way round. */
const ambiguous = /\/\/|\/\.\.?(?:\/|$)|\\|%(?:2e|2f|5c)|[^\x21-\x7e]|#/i

/** Whether everybody who reads a path reads the same one: an app's guards, proxies and routers decode and resolve in different ways. */
export const isPlainPath = (path: string): boolean => path.startsWith('/') && !ambiguous.test(path)
