/** The networks that an address belongs to, as counters name them. */
import { isIPv4, isIPv6 } from 'node:net'

/** Of an IPv6 address the first 64 bits: whoever has one of them has all that follow. Anything else is itself. */
export function networkOf(address: string): string {
  const inside = ipv4Inside(address)
  if (inside !== null) return inside
  return isIPv6(address) ? prefixOf(address, 4) : address
}

/** The network of a provider or an office: an IPv4 /24, an IPv6 /48; null for what is no address. */
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
