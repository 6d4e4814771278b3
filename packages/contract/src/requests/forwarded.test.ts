import express5 from 'express'
import { describe, expect, test } from 'vitest'
import { canonicalAddress, forwardedOf, isLoopbackAddress, type TrustedProxies } from './forwarded.js'

test.each([
  ['203.0.113.6', '203.0.113.6'],
  ['203.0.113.6:50123', '203.0.113.6'],
  ['"203.0.113.6:50123"', '203.0.113.6'],
  ['::ffff:203.0.113.6', '203.0.113.6'],
  ['::FFFF:cb00:7106', '203.0.113.6'],
  ['[::ffff:203.0.113.6]:443', '203.0.113.6'],
  ['2001:DB8:0:0::1', '2001:db8::1'],
  ['[2001:db8::1]', '2001:db8::1'],
  ['[2001:db8::1]:443', '2001:db8::1'],
  ['"[2001:db8::1]:443"', '2001:db8::1'],
  ['fe80::1%eth0', 'fe80::1'],
  ['::1', '::1'],
])('%s is the address %s', (text, address) => {
  expect(canonicalAddress(text)).toBe(address)
})

test.each(['', 'unknown', '_hidden', '203.0.113', '203.0.113.256', '203.0.113.6:x', 'example.com', '[::1', '1.2.3.4, 5.6.7.8'])(
  '%j is no address',
  (text) => {
    expect(canonicalAddress(text)).toBeNull()
  },
)

test.each([
  ['127.0.0.1', true],
  ['127.8.0.9', true],
  ['::1', true],
  ['::ffff:127.0.0.1', true],
  ['1270.0.0.1', false],
  ['127.example.com', false],
  ['203.0.113.6', false],
  ['::', false],
])('%s is this machine itself: %s', (text, isOwn) => {
  expect(isLoopbackAddress(text)).toBe(isOwn)
})

const read = (trust: TrustedProxies, headers: Record<string, string>, remoteAddress = '10.0.0.1') =>
  forwardedOf({ remoteAddress, header: (name) => headers[name] }, trust)

describe('the caller', () => {
  const list = '192.0.2.66, 203.0.113.9:4711, 10.0.0.2'
  test.each<[string, TrustedProxies, string | undefined, string]>([
    ['without trusted proxies is the connection', 0, list, '10.0.0.1'],
    ['without a header is the connection', 2, undefined, '10.0.0.1'],
    ['is what the one proxy wrote', 1, list, '10.0.0.2'],
    ['is what the outer of two wrote, without its port', 2, list, '203.0.113.9'],
    ['is never what stands beyond the proxies', 4, list, '10.0.0.1'],
    ['is the connection where a proxy names nobody', 1, '203.0.113.9, unknown', '10.0.0.1'],
    ['is counted without empty entries', 1, '203.0.113.9, ,', '203.0.113.9'],
  ])('the caller %s', (_name, trust, header, address) => {
    expect(read(trust, header === undefined ? {} : { 'x-forwarded-for': header }).address).toBe(address)
  })

  test('the caller has a canonical address also if it is the connection', () => {
    expect(read(0, {}, '::ffff:203.0.113.9').address).toBe('203.0.113.9')
  })

  test('the caller is found behind proxies with ports and brackets', () => {
    const trusts = express5().set('trust proxy', '10.0.0.0/8').get('trust proxy fn')
    const header = '192.0.2.66, 203.0.113.9:4711, [::ffff:10.0.0.3]:80, 10.0.0.2:8080'
    expect(read(trusts, { 'x-forwarded-for': header }).address).toBe('203.0.113.9')
  })

  test.each([false, true, 1, 2, 3, 'loopback', '10.0.0.0/8', ['10.0.0.1', '10.0.0.2']])(
    'the caller is the one that Express finds with trust proxy %j',
    (setting) => {
      const app = express5().set('trust proxy', setting)
      const headers = { 'x-forwarded-for': '192.0.2.66, 203.0.113.9, 10.0.0.2' }
      const request = Object.assign(Object.create(app.request), { app, headers, socket: { remoteAddress: '10.0.0.1' } })
      expect(read(app.get('trust proxy fn'), headers).address).toBe(request.ip)
    },
  )
})

describe('host and protocol', () => {
  test.each<[string, TrustedProxies, Record<string, string>, string | null, string | null]>([
    ['are nobody’s without trusted proxies', 0, { 'x-forwarded-host': 'a.example', 'x-forwarded-proto': 'https' }, null, null],
    [
      'are what the proxy wrote',
      1,
      { 'x-forwarded-host': 'a.example:8443', 'x-forwarded-proto': 'HTTPS' },
      'a.example:8443',
      'https',
    ],
    [
      'count from the right',
      1,
      { 'x-forwarded-host': 'evil.example, a.example', 'x-forwarded-proto': 'https, http' },
      'a.example',
      'http',
    ],
    [
      'count one for each proxy',
      2,
      { 'x-forwarded-host': 'a.example, inner', 'x-forwarded-proto': 'https,http' },
      'a.example',
      'https',
    ],
    [
      'may be one value behind two proxies',
      2,
      { 'x-forwarded-host': 'a.example', 'x-forwarded-proto': 'https' },
      'a.example',
      'https',
    ],
    ['may be in brackets', 1, { 'x-forwarded-host': '[2001:db8::1]:8443' }, '[2001:db8::1]:8443', null],
    ['are told of a WebSocket in its own words', 1, { 'x-forwarded-proto': 'wss' }, null, 'https'],
    ['are passed over where they are unusable', 1, { 'x-forwarded-host': 'a b', 'x-forwarded-proto': 'gopher' }, null, null],
    ['are passed over with a user name', 1, { 'x-forwarded-host': 'me@a.example' }, null, null],
  ])('host and protocol %s', (_name, trust, headers, host, protocol) => {
    expect(read(trust, headers)).toMatchObject({ host, protocol })
  })

  test('host and protocol are taken from addresses that Express trusts', () => {
    const trusts = express5().set('trust proxy', 'loopback').get('trust proxy fn')
    const headers = { 'x-forwarded-host': 'a.example', 'x-forwarded-proto': 'https' }
    expect(read(trusts, headers, '::ffff:127.0.0.1')).toEqual({
      address: '127.0.0.1',
      host: 'a.example',
      protocol: 'https',
      isTrusted: true,
    })
    expect(read(trusts, headers, '203.0.113.9')).toEqual({
      address: '203.0.113.9',
      host: null,
      protocol: null,
      isTrusted: false,
    })
  })
})
