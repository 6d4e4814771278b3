/**
 * The caller as reverse proxies report it in `X-Forwarded-*`. Each proxy appends to the list that it received, so entries are counted from
 * the right, one for each trusted proxy. Entries further left may be forged by the caller.
 */
import { isIP, SocketAddress } from 'node:net'
import { hostPattern } from './request-target.js'

/** The number of trusted proxies, or a function that says whether the address at a distance is one, as Express makes it from `trust proxy`. */
export type TrustedProxies = number | ((address: string, hop: number) => boolean)

export interface Forwarded {
  /** The caller's address; the connection's unless a trusted proxy reports another. */
  address: string
  /** Null unless a trusted proxy reports it. */
  host: string | null
  protocol: 'http' | 'https' | null
  /** Whether the connection comes from a trusted proxy. */
  isTrusted: boolean
}

interface Connection {
  remoteAddress: string
  header(name: string): string | null | undefined
}

export function forwardedOf({ remoteAddress, header }: Connection, trust: TrustedProxies): Forwarded {
  const address = canonicalAddress(remoteAddress) ?? remoteAddress
  const isTrusted = typeof trust === 'number' ? trust > 0 : trust(address, 0)
  if (!isTrusted) return { address, host: null, protocol: null, isTrusted }

  const chain = [address, ...listed(header('x-forwarded-for')).reverse()]
  const hops = typeof trust === 'number' ? trust : trustedHops(chain, trust)
  // Fewer entries than proxies: the request bypassed a proxy, so the entries may be forged.
  const caller = typeof trust === 'number' ? chain[hops] : chain[Math.min(hops, chain.length - 1)]
  const host = outermost(header('x-forwarded-host'), hops)
  const protocol = outermost(header('x-forwarded-proto'), hops)?.toLowerCase() ?? ''
  return {
    address: canonicalAddress(caller ?? '') ?? address,
    host: host && hostPattern.test(host) ? host : null,
    protocol: protocols[protocol] ?? null,
    isTrusted,
  }
}

/** Some proxies write `ws` and `wss` for WebSockets. */
const protocols: Record<string, Forwarded['protocol']> = { http: 'http', https: 'https', ws: 'http', wss: 'https' }

function trustedHops(chain: string[], trusts: (address: string, hop: number) => boolean): number {
  const end = chain.findIndex((entry, hop) => !trusts(canonicalAddress(entry) ?? entry, hop))
  return end === -1 ? chain.length : end
}

/** The entry of the outermost trusted proxy. Some proxies replace the list with a single value. */
function outermost(header: string | null | undefined, hops: number): string | undefined {
  const list = listed(header)
  return list.at(-Math.min(hops, list.length))
}

const listed = (header: string | null | undefined): string[] => header?.split(',').flatMap((entry) => entry.trim() || []) ?? []

/**
 * The canonical form of an IP address: without port, brackets and zone, and IPv4-mapped IPv6 as IPv4. Returns null if it is not a valid
 * address.
 */
export function canonicalAddress(text: string): string | null {
  const bare = text.replace(/^"(.*)"$/, '$1')
  const address = /^\[(.+)\](?::\d+)?$/.exec(bare)?.[1] ?? /^([\d.]+)(?::\d+)?$/.exec(bare)?.[1] ?? bare
  const [unzoned = ''] = address.split('%', 1)
  const version = isIP(unzoned)
  if (version !== 6) return version === 4 ? unzoned : null
  const { address: shortest } = new SocketAddress({ family: 'ipv6', address: unzoned })
  return /^::ffff:([\d.]+)$/.exec(shortest)?.[1] ?? shortest
}

/** Whether an address is this machine's own: in 127.0.0.0/8, or `::1`. */
export function isLoopbackAddress(text: string): boolean {
  const address = canonicalAddress(text)
  return address === '::1' || address?.startsWith('127.') === true
}
