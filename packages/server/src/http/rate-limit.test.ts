import { expect, test } from 'vitest'
import { createRateLimiter } from './rate-limit.js'

const refusals = (addresses: string[]) => {
  const limiter = createRateLimiter({ attempt: 1, message: 1, code: 1 }, () => 0)
  return addresses.filter((address) => {
    try {
      limiter.count('attempt', address)
      return false
    } catch {
      return true
    }
  })
}

test.each([
  ['another address of the same network', ['2001:db8:1:2::1', '2001:db8:1:2:ffff::9'], ['2001:db8:1:2:ffff::9']],
  ['another spelling of the same network', ['2001:0db8::1', '2001:db8:0:0:5:6:7:8'], ['2001:db8:0:0:5:6:7:8']],
  ['another zone of a link', ['fe80::1%eth0', 'fe80::2%eth1'], ['fe80::2%eth1']],
])('attack: somebody tries again from %s of IPv6', (_, addresses, refused) => {
  expect(refusals(addresses)).toEqual(refused)
})

test.each([
  ['networks that differ in the 64th bit', ['2001:db8:1:2::1', '2001:db8:1:3::1']],
  ['IPv4 addresses', ['192.0.2.1', '192.0.2.2']],
  ['IPv4 addresses in the clothes of IPv6', ['::ffff:192.0.2.1', '::ffff:192.0.2.2']],
])('%s are counted each for itself', (_, addresses) => {
  expect(refusals(addresses)).toEqual([])
})
