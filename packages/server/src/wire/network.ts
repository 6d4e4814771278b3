/** The networks that an address belongs to, as counters name them. */
import { isIPv4, isIPv6 } from 'node:net'

/** The first 64 bits of an IPv6 address, since its holder has all the rest (RFC 6177). Any other address is itself. */
export function networkOf(address: string): string {
  const inside = ipv4Inside(address)
  if (inside !== null) return inside
  return isIPv6(address) ? prefixOf(address, 4) : address
}

/** The network of a provider or an office: an IPv4 /24, an IPv6 /48; null if it is not an address. */
export function widerNetworkOf(address: string): string | null {
  const inside = ipv4Inside(address)
  if (inside !== null) return inside.slice(0, inside.lastIndexOf('.'))
  return isIPv6(address) ? prefixOf(address, 3) : null
}

/** `192.0.2.1`, also in the clothes of IPv6: `::ffff:192.0.2.1`, as dual-stack sockets write it. */
function ipv4Inside(address: string): string | null {
  const bare = address.startsWith('::ffff:') ? address.slice(7) : address
  return isIPv4(bare) ? bare : null
}

function prefixOf(address: string, groupCount: number): string {
  const [head = '', tail] = address.split('::')
  const groups = head === '' ? [] : head.split(':')
  const known = tail ? tail.split(':').length : 0
  while (tail !== undefined && groups.length + known < 8) groups.push('0')
  return [...groups, ...(tail?.split(':') ?? [])]
    .slice(0, groupCount)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')
}
