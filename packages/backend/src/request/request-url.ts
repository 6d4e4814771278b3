/** The URL that the browser requested. */
import { forwardedOf, type RequestTarget, type TrustedProxies } from './contract-requests.js'

interface Asked {
  /** Null if the request line has no valid target. */
  target: RequestTarget | null
  /** The connection's own protocol. */
  protocol: string
  header: (name: string) => string | undefined
  remoteAddress?: string | undefined
  /** The proxies that the app trusts, if it says so. */
  trust?: TrustedProxies | undefined
}

/**
 * If the app trusts its proxy, uses what that proxy wrote. Otherwise takes the first values of the forwarded headers, as Clerk's SDKs do:
 * apps rely on it, and a forged value only redirects its own sender. The server itself only believes trusted proxies.
 * @throws an error with status 400 if the URL is invalid
 */
export function requestUrl({ target, protocol, header, remoteAddress = '', trust = 0 }: Asked): URL {
  const trusted = forwardedOf({ remoteAddress, header }, trust)
  const isTrusted = trusted.host !== null || trusted.protocol !== null
  const claimed = firstOf(header('x-forwarded-proto'))
  const scheme = trusted.protocol ?? (!isTrusted && (claimed === 'http' || claimed === 'https') ? claimed : protocol)
  const hosts = [isTrusted ? trusted.host : firstOf(header('x-forwarded-host')), target?.host, 'localhost']
  const base = hosts.map((host) => host && `${scheme}://${host}`).find((candidate) => candidate && URL.canParse(candidate))
  // Concatenated, because `new URL('//evil.example', base)` would read the path as a host.
  const url = `${base && new URL(base).origin}${target?.whole === '*' ? '/*' : target?.whole}`
  if (!target || !URL.canParse(url)) throw Object.assign(new Error('The request has no valid URL.'), { status: 400 }) // Express uses it as the response's status
  return new URL(url)
}

const firstOf = (list: string | undefined) => list?.split(',', 1)[0]?.trim() || undefined
