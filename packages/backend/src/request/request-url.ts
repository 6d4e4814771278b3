/** The address that the browser asked for. */
import { forwardedOf, type RequestTarget, type TrustedProxies } from './contract-requests.js'

interface Asked {
  /** Null for a request line that names nothing. */
  target: RequestTarget | null
  /** Of the connection itself. */
  protocol: string
  header: (name: string) => string | undefined
  remoteAddress?: string | undefined
  /** The proxies that the app trusts, where it has said so. */
  trust?: TrustedProxies | undefined
}

/**
 * Where the app trusts its proxy, what that one wrote tells; elsewhere the forwarded headers are read as Clerk's SDKs read them, first
 * values first: apps rely on it, and it only ever leads the sender back to where it came from. The server asks proxies alone.
 * @throws an error with status 400 for what is no address
 */
export function requestUrl({ target, protocol, header, remoteAddress = '', trust = 0 }: Asked): URL {
  const trusted = forwardedOf({ remoteAddress, header }, trust)
  const isTrusted = trusted.host !== null || trusted.protocol !== null
  const claimed = firstOf(header('x-forwarded-proto'))
  const scheme = trusted.protocol ?? (!isTrusted && (claimed === 'http' || claimed === 'https') ? claimed : protocol)
  const hosts = [isTrusted ? trusted.host : firstOf(header('x-forwarded-host')), target?.host, 'localhost']
  const base = hosts.map((host) => host && `${scheme}://${host}`).find((candidate) => candidate && URL.canParse(candidate))
  // Joined as text: `new URL('//evil.example', base)` would take the path for a host.
  const url = `${base && new URL(base).origin}${target?.whole === '*' ? '/*' : target?.whole}`
  if (!target || !URL.canParse(url)) throw Object.assign(new Error('The request has no valid URL.'), { status: 400 }) // Express reads it
  return new URL(url)
}

const firstOf = (list: string | undefined) => list?.split(',', 1)[0]?.trim() || undefined
