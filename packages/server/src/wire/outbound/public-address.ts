/**
 * Which addresses are the internet's. Anything else may be a machine of this network, and no stranger's URL may lead there: the registries
 * of special-purpose addresses (RFC 6890) list what is not.
 */
import { BlockList, isIP } from 'node:net'

/** Metadata services of clouds answer here, with credentials. */
const linkLocal = blockList(['169.254.0.0/16', 'fe80::/10'])

const special = blockList([
  ...[
    '0.0.0.0/8',
    '10.0.0.0/8',
    '100.64.0.0/10',
    '127.0.0.0/8',
    '169.254.0.0/16',
    '172.16.0.0/12',
    '192.0.0.0/24',
    '192.0.2.0/24',
  ],
  ...['192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4'],
  '168.63.129.16/32', // Azure's host, from within its machines
  ...['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'], // tunnels and examples, within what is global
])
const globalUnicast = blockList(['2000::/3'])

/** NAT64 (RFC 6052) leads to the IPv4 address in its end. */
const translated = blockList(['64:ff9b::/96'])
const mapped = blockList(['::ffff:0:0/96'])

export type Reach = 'public' | 'private' | 'link-local'

/** Where an address leads. What is no address at all counts as private. */
export function reachOf(address: string): Reach {
  const plain = address.replace(/%.*$/, '') // a zone is this machine's business
  const family = isIP(plain)
  if (family === 0) return 'private'
  if (family === 4) return within(linkLocal, plain) ? 'link-local' : within(special, plain) ? 'private' : 'public'
  if (mapped.check(plain, 'ipv6') || translated.check(plain, 'ipv6')) return reachOf(ipv4At(plain))
  if (within(linkLocal, plain)) return 'link-local'
  return within(globalUnicast, plain) && !within(special, plain) ? 'public' : 'private'
}

const within = (list: BlockList, address: string) => list.check(address, isIP(address) === 4 ? 'ipv4' : 'ipv6')

/** The last 32 bits of an IPv6 address, as `URL` writes it in full hexadecimal. */
function ipv4At(address: string): string {
  const [high = '0', low = '0'] = new URL(`http://[${address}]`).hostname.slice(1, -1).split(':').slice(-2)
  const bits = [high, low].map((group) => Number.parseInt(group || '0', 16))
  return bits.flatMap((group) => [group >> 8, group & 255]).join('.')
}

function blockList(ranges: string[]): BlockList {
  const list = new BlockList()
  for (const range of ranges) {
    const [address, prefix] = range.split('/') as [string, string]
    list.addSubnet(address, Number(prefix), isIP(address) === 4 ? 'ipv4' : 'ipv6')
  }
  return list
}
