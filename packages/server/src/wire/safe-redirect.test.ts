import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestServer, testOrigin, testServer } from '../testing/test-server.js'
import { type SafeRedirect, safeRedirect, withParameter } from './safe-redirect.js'
import { fromWeb } from './web-bridge.js'

const request = () =>
  fromWeb(new Request(`${testOrigin}/__clerk/v1/client/handshake`, { headers: { host: 'localhost:3000' } }), '')

describe('redirects', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await testServer('sqlite', { allowedOrigins: ['https://shop.example', 'capacitor://localhost'] })
  })
  afterAll(() => server.close())
  const redirect = (url: string | null) => safeRedirect(server.instance, request(), url)

  test.each([
    ['/', '/'],
    ['/account?tab=1#top', '/account?tab=1#top'],
    ['/a/../b', '/b'],
    ['http://localhost:3000/account', 'http://localhost:3000/account'],
    ['https://localhost:3000/', 'https://localhost:3000/'],
    ['capacitor://localhost/account', 'capacitor://localhost/account'],
    ['https://shop.example/cart?x=%2F%2Fevil.example', 'https://shop.example/cart?x=%2F%2Fevil.example'],
  ])('a redirect goes to %j', (url, expected) => {
    expect(redirect(url)).toBe(expected)
  })

  test.each([
    [null],
    [''],
    ['account'],
    ['//evil.example'],
    ['///evil.example'],
    ['/.//evil.example'],
    ['/a/..//evil.example'],
    ['/%2e//evil.example'],
    ['/\\evil.example'],
    ['\\\\evil.example'],
    ['/\t/evil.example'],
    ['/\n/evil.example'],
    [' //evil.example'],
    ['http:evil.example'],
    ['http:/evil.example'],
    ['https://evil.example'],
    ['https://localhost:3000@evil.example'],
    ['https://evil.example@localhost:3000'],
    ['https://user:pass@shop.example'],
    ['https://localhost:3000.evil.example'],
    ['https://shop.example.evil.example'],
    ['https://evil.example#@shop.example'],
    ['https://evil.example\\@shop.example'],
    ['https://shop.example:444'],
    ['http://shop.example'],
    ['http://localhost:3001/'],
    ['https://shop.example%2eevil.example'],
    ['https%3A%2F%2Fevil.example'],
    ['capacitor://localhost.evil.example'],
    ['capacitor:localhost'],
    ['capacitor:/localhost'],
    ['ionic://localhost'],
    ['javascript:alert(1)'],
    ['javascript://localhost/%0aalert(1)'],
    ['JavaScript://localhost:3000/%0aalert(1)'],
    ['java\nscript:alert(1)'],
    ['data:text/html,<script>alert(1)</script>'],
    ['blob:http://localhost:3000/1'],
    ['file:///etc/passwd'],
    ['ftp://localhost:3000/'],
    ['http://'],
    ['http://[::1'],
    ['/\0'],
    ['/\u2028x'],
  ])('a redirect never goes to %j', (url) => {
    expect(() => redirect(url)).toThrow(expect.objectContaining({ status: 422 }))
  })

  test('a redirect never goes to an address of more than 8192 characters', () => {
    expect(redirect(`/${'a'.repeat(8191)}`)).toHaveLength(8192)
    expect(() => redirect(`/${'a'.repeat(8192)}`)).toThrow(expect.objectContaining({ status: 422 }))
  })

  test('a redirect takes a parameter along and stays where it was', () => {
    expect(withParameter('/a?b=1#c' as SafeRedirect, 'n', 'x&y')).toBe('/a?b=1&n=x%26y#c')
    expect(withParameter('https://shop.example/a' as SafeRedirect, 'n', 'x')).toBe('https://shop.example/a?n=x')
  })
})
