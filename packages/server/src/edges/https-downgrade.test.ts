/** What somebody tries who can rewrite the traffic of `http://app.example.com`, while the app is at `https://app.example.com`. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { FrontdeskOptions } from '../start/frontdesk-options.js'
import { type AnyBody, type TestBrowser, type TestServer, testPassword, testServer } from '../testing/test-server.js'

const secure = 'https://app.example.com'
const plain = 'http://app.example.com'
const host = 'app.example.com'

const setUps: Array<[name: string, options: FrontdeskOptions, headers: Record<string, string>]> = [
  ['with an https public URL', { publicUrl: secure }, { host }],
  [
    'with an https public URL and a trusted proxy',
    { publicUrl: secure, trustedProxies: 1 },
    { host, 'x-forwarded-proto': 'http' },
  ],
  ['behind a trusted proxy that speaks TLS', { trustedProxies: 1 }, { host, 'x-forwarded-proto': 'https' }],
]

describe.each(setUps)('%s', (_name, options, headers) => {
  let server: TestServer
  let browser: TestBrowser
  const get = (path: string) =>
    server.request(`/__clerk/v1${path}`, { headers: { ...headers, cookie: browser.cookies.header() }, redirect: 'manual' })

  beforeAll(async () => {
    server = await testServer('sqlite', options)
    browser = server.browser()
    const fields = { email_address: 'jane@example.com', password: testPassword, strategy: 'email_code' }
    const { body } = await browser.call('POST', '/client/sign_ups', fields, { ...headers, origin: secure })
    const attempt = { strategy: 'email_code', code: await server.mailbox.lastCode('jane@example.com') }
    await browser.call('POST', `/client/sign_ups/${body.response.id}/attempt_verification`, attempt, {
      ...headers,
      origin: secure,
    })
  })
  afterAll(() => server.close())

  test('a page on https reads, changes, and is led back', async () => {
    const changed = await browser.call('PATCH', '/me', { first_name: 'Ada' }, { ...headers, origin: secure })
    expect([changed.status, changed.headers.get('access-control-allow-origin')]).toEqual([200, secure])
    const led = await get(`/client/handshake?redirect_url=${encodeURIComponent(`${secure}/`)}`)
    expect([led.status, led.headers.get('location')]).toEqual([307, `${secure}/`])
  })

  test('attack: a page on plain http changes the account', async () => {
    const events = await server.events()
    const answer = await browser.call('PATCH', '/me', { first_name: 'Mallory' }, { ...headers, origin: plain })
    expect([answer.status, answer.body.errors[0].code, answer.cookies]).toEqual([400, 'origin_invalid', []])
    expect(await server.events()).toEqual(events)
  })

  test('attack: a page on plain http reads who is signed in', async () => {
    const answer = await browser.call('GET', '/client', {}, { ...headers, origin: plain })
    expect(answer.headers.get('access-control-allow-origin')).toBeNull()
    expect(answer.headers.get('access-control-allow-credentials')).toBeNull()
  })

  test.each(['handshake', 'touch'])('attack: %s leads to plain http, and takes the session there', async (door) => {
    for (const format of ['', '&format=nonce', '&format=token']) {
      const answer = await get(`/client/${door}?redirect_url=${encodeURIComponent(`${plain}/`)}${format}`)
      expect([answer.status, ((await answer.json()) as AnyBody).errors[0].code]).toEqual([422, 'invalid_url'])
      expect([answer.headers.get('location'), answer.headers.getSetCookie()]).toEqual([null, []])
    }
  })

  test('attack: a cookie travels without Secure, by a path in place of an address', async () => {
    for (const door of ['handshake', 'touch']) {
      const answer = await get(`/client/${door}?redirect_url=%2F`)
      expect(answer.headers.getSetCookie()).not.toEqual([])
      for (const cookie of answer.headers.getSetCookie()) expect(cookie).toContain('; Secure')
    }
  })
})

test.each<[string, FrontdeskOptions, string, string | null]>([
  ['behind a trusted proxy', { trustedProxies: 1 }, plain, 'correct X-Forwarded-Proto'],
  ['with a public URL', { publicUrl: secure, trustedProxies: 1 }, plain, 'FRONTDESK_PUBLIC_URL'],
  ['of another host', { trustedProxies: 1 }, 'http://evil.example', null],
  ['that the app itself allows', { publicUrl: secure, allowedOrigins: [plain], trustedProxies: 1 }, plain, null],
])('the log says once that a plain page %s was refused', async (_name, options, origin, cure) => {
  const server = await testServer('sqlite', options)
  const headers = { host, origin, 'x-forwarded-proto': 'https', 'x-forwarded-for': '203.0.113.9' }
  for (const _ of [1, 2, 3]) await server.request('/__clerk/v1/client', { method: 'POST', headers })
  const warnings = server.logs.filter(({ level }) => level === 'warn').map(({ message }) => message)
  expect(warnings).toEqual(cure === null ? [] : [expect.stringContaining(cure)])
  await server.close()
})

test('a plain address that the app itself allows does not take Secure from the cookies', async () => {
  const server = await testServer('sqlite', { publicUrl: secure, allowedOrigins: ['http://shop.internal'] })
  const answer = await server.request('/__clerk/v1/client/handshake?redirect_url=http://shop.internal/', { redirect: 'manual' })
  expect(answer.headers.get('location')).toBe('http://shop.internal/')
  for (const cookie of answer.headers.getSetCookie()) expect(cookie).toContain('; Secure')
  await server.close()
})

test('a plain public URL is the only one that may call, whatever Host says', async () => {
  const server = await testServer('sqlite', { publicUrl: plain })
  const post = (origin: string) => server.request('/__clerk/v1/client', { method: 'POST', headers: { host, origin } })
  expect([(await post(plain)).status, (await post(secure)).status]).toEqual([200, 400])
  await server.close()
})

test('behind an untold proxy that ends TLS, its pages may call, and the origin `null` may not', async () => {
  const server = await testServer('sqlite')
  const post = (origin: string) => server.request('/__clerk/v1/client', { method: 'POST', headers: { host, origin } })
  expect([(await post(secure)).status, (await post(plain)).status, (await post('null')).status]).toEqual([200, 200, 400])
  await server.close()
})
