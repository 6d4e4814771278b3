/** The target of a request (RFC 9112, section 3.2), from its request line and Host header. */

/** A message of Node's, with Express's `originalUrl`, which WebSocket upgrades lack. */
interface Message {
  url?: string | undefined
  originalUrl?: string | undefined
  headers: { host?: string | undefined }
}

export interface RequestTarget {
  /** Path and query exactly as sent: nothing is decoded, no dots are resolved. */
  whole: string
  /** The path, exactly as sent. */
  path: string
  /** Empty if none was sent; null if it is invalid. */
  host: string | null
}

export const hostPattern = /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d+)?$/i

/** Returns null for targets that are never ours: the authority form of CONNECT, and schemes other than http and https (RFC 9112, section 3.2). */
export function targetOf({ url, originalUrl, headers }: Message): RequestTarget | null {
  const target = originalUrl ?? url ?? ''
  if (target.startsWith('/') || target === '*') return read(target, headers.host ?? '')

  const absolute = /^https?:\/\/([^/?#]*)(.*)$/i.exec(target) // the form that clients send to a proxy; its host overrides the header's
  if (!absolute) return null
  const [, host, whole] = absolute as unknown as [string, string, string] // both groups always match
  return read(whole.startsWith('/') ? whole : `/${whole}`, host)
}

function read(whole: string, host: string): RequestTarget {
  return { whole, path: whole.split('?', 1)[0]!, host: host === '' || hostPattern.test(host) ? host : null } // split() never returns an empty list
}

/** Paths that parsers read differently: dot segments, empty segments, backslashes and encoded separators (RFC 3986, section 5.2.4). */
const ambiguous = /\/\/|\/\.\.?(?:\/|$)|\\|%(?:2e|2f|5c)|[^\x21-\x7e]|#/i

/** Whether every parser reads the same path: an app's guards, its proxies and routers decode and resolve paths differently. */
export const isPlainPath = (path: string): boolean => path.startsWith('/') && !ambiguous.test(path)
