/**
 * What reverse proxies say of the caller. Each appends to the list that it was sent, so entries count from the right, one for each proxy
 * that is trusted; what stands further left is the caller's own word.
 */
import { isIP, SocketAddress } from 'node:net'
import { hostPattern } from './target.js'

/** How many proxies are trusted, or which: Express's `trust proxy` makes such a function, of an address and its distance. */
export type Trust = number | ((address: string, hop: number) => boolean)

export interface Forwarded {
  /** The caller's address: the connection's where no trusted proxy tells another. */
  address: string
  /** Null where no trusted proxy tells. */
  host: string | null
  protocol: 'http' | 'https' | null
  /** Whether the other end of the connection is a proxy that is trusted. */
  isTrusted: boolean
}

interface Connection {
  remoteAddress: string
  header(name: string): string | null | undefined
}

export function forwardedOf({ remoteAddress, header }: Connection, trust: Trust): Forwarded {
  const address = canonicalAddress(remoteAddress) ?? remoteAddress
  const isTrusted = typeof trust === 'number' ? trust > 0 : trust(address, 0)
  if (!isTrusted) return { address, host: null, protocol: null, isTrusted }

  const chain = [address, ...listed(header('x-forwarded-for')).reverse()]
  const hops = typeof trust === 'number' ? trust : trustedHops(chain, trust)
  // Fewer entries than proxies: somebody came past one of them, and may have written what there is.
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

/** As some proxies write it of a WebSocket. */
const protocols: Record<string, Forwarded['protocol']> = { http: 'http', https: 'https', ws: 'http', wss: 'https' }

function trustedHops(chain: string[], trusts: (address: string, hop: number) => boolean): number {
  const end = chain.findIndex((entry, hop) => !trusts(canonicalAddress(entry) ?? entry, hop))
  return end === -1 ? chain.length : end
}

/** What the outermost of so many proxies wrote; some put one value in the place of the list. */
function outermost(header: string | null | undefined, hops: number): string | undefined {
  const list = listed(header)
  return list.at(-Math.min(hops, list.length))
}

const listed = (header: string | null | undefined): string[] => header?.split(',').flatMap((entry) => entry.trim() || []) ?? []

/**
 * An IP address in one form: without the port and brackets that some proxies write, without a zone, and as IPv4 where IPv6 maps one.
 * Null for what is none.
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
