import { expect, test } from 'vitest'
import { type Counted, createRateLimiter, type RateLimiter } from './rate-limit.js'

const limitsOf = (limit: number): Record<Counted, number> => ({
  call: limit,
  newcomer: limit,
  handshake: limit,
  attempt: limit,
  message: limit,
  change: limit,
})

function isRefused(limiter: RateLimiter, kind: Counted, subject: string): boolean {
  try {
    limiter.count(kind, subject)
    return false
  } catch {
    return true
  }
}

const refusals = (addresses: string[]) => {
  const limiter = createRateLimiter(
    () => limitsOf(1),
    () => 0,
  )
  return addresses.filter((address) => isRefused(limiter, 'attempt', address))
}

test.each([
  ['another address of the same network', ['2001:db8:1:2::1', '2001:db8:1:2:ffff::9'], ['2001:db8:1:2:ffff::9']],
  ['another spelling of the same network', ['2001:0db8::1', '2001:db8:0:0:5:6:7:8'], ['2001:db8:0:0:5:6:7:8']],
  ['a network that leaves zeros out', ['2001:db8::3:4:5:6:7', '2001:db8:0:3:9::1'], ['2001:db8:0:3:9::1']],
  ['another zone of a link', ['fe80::1%eth0', 'fe80::2%eth1'], ['fe80::2%eth1']],
  ['the same address of IPv4 in the clothes', ['192.0.2.1', '::ffff:192.0.2.1'], ['::ffff:192.0.2.1']],
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

test.each([
  ['an IPv4 /24', (at: number) => `192.0.2.${at}`, '192.0.3.1'],
  ['an IPv6 /48', (at: number) => `2001:db8:1:${at.toString(16)}::1`, '2001:db8:2::1'],
])('attack: somebody tries again from each address of %s, and ten of them are all', (_, address, elsewhere) => {
  const limiter = createRateLimiter(
    () => limitsOf(2),
    () => 0,
  )
  const statuses = Array.from({ length: 100 }, (_, at) => isRefused(limiter, 'attempt', address(at)))
  expect(statuses.filter((refused) => !refused)).toHaveLength(20)
  expect(isRefused(limiter, 'attempt', elsewhere)).toBe(false)
  expect(isRefused(limiter, 'message', address(0))).toBe(false)
})

test('attack: a flood from many networks resets no limit of another kind, and of its own only the oldest', () => {
  const limiter = createRateLimiter(
    () => limitsOf(1),
    () => 0,
  )
  limiter.count('message', '192.0.2.1')
  limiter.count('attempt', '192.0.2.1')
  for (let at = 0; at < 60_000; at++) isRefused(limiter, 'attempt', `10.${at >> 8}.${at & 255}.7`)
  expect(isRefused(limiter, 'message', '192.0.2.1')).toBe(true)
  for (const at of [15_000, 59_999]) expect(isRefused(limiter, 'attempt', `10.${at >> 8}.${at & 255}.7`)).toBe(true)
  expect(isRefused(limiter, 'attempt', '192.0.2.1')).toBe(false)
})

test('attack: the addresses of one network push out nobody else', () => {
  const limiter = createRateLimiter(
    () => limitsOf(1),
    () => 0,
  )
  limiter.count('attempt', '192.0.2.1')
  for (let at = 0; at < 60_000; at++) isRefused(limiter, 'attempt', `2001:db8:0:${at.toString(16)}::1`)
  expect(isRefused(limiter, 'attempt', '192.0.2.1')).toBe(true)
})

test('a limit opens a minute after the first one counted, and says how long that is', () => {
  let time = 0
  const limiter = createRateLimiter(
    () => limitsOf(1),
    () => time,
  )
  limiter.count('attempt', '192.0.2.1')
  time = 45_500
  expect(() => limiter.count('attempt', '192.0.2.1')).toThrow(expect.objectContaining({ status: 429, retryAfterSeconds: 15 }))
  time = 60_000
  expect([1, 2].map(() => isRefused(limiter, 'attempt', '192.0.2.1'))).toEqual([false, true])
})
