import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { engines, type TestBrowser, type TestServer, testOrigin, testServer } from '../../../testing/test-server.js'

const form = { 'content-type': 'application/x-www-form-urlencoded' }

describe.each(engines)('the form that signs out, on %s', (engine) => {
  let server: TestServer
  let browser: TestBrowser
  beforeAll(async () => {
    server = await testServer(engine, { allowedOrigins: ['https://app.example.com'] })
  })
  beforeEach(async () => {
    browser = server.browser()
    await browser.signUp()
  })
  afterAll(() => server.close())

  async function send(body = '', headers: Record<string, string> = { origin: testOrigin }, query = '') {
    const cookie = browser.cookies.header()
    const answer = await server.request(`/sign-out${query}`, { method: 'POST', headers: { cookie, ...form, ...headers }, body })
    browser.cookies.store(answer)
    return answer
  }
  const signedInHere = async (here = browser) => (await here.call('GET', '/client')).body.response.sessions.length

  test('a page of the app signs its visitor out: the session ends, its cookies go, and the way leads home', async () => {
    const before = await server.events()
    const answer = await send()
    expect([answer.status, answer.headers.get('location'), await answer.text()]).toEqual([303, '/', ''])
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(await signedInHere()).toBe(0)
    expect((await server.events()).slice(before.length)).toEqual(['session.removed'])
    const { cookieSuffix } = server.instance.keys
    for (const suffix of ['', `_${cookieSuffix}`]) {
      expect(browser.cookies.header()).not.toContain(`__session${suffix}=`)
      expect(browser.cookies.header()).toContain(`__client_uat${suffix}=0`)
    }
  })

  test('everybody who is signed in in this browser is signed out, and nobody elsewhere', async () => {
    const elsewhere = server.browser()
    await elsewhere.signUp()
    await browser.signUp()
    expect(await signedInHere()).toBe(2)
    await send()
    expect([await signedInHere(), await signedInHere(elsewhere)]).toEqual([0, 1])
  })

  test('a browser in which nobody is signed in is led home, too', async () => {
    browser = server.browser()
    const answer = await send()
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/'])
    expect((await send()).status).toBe(303) // and once more with the cookies of before
  })

  test.each([
    ['the form', 'redirect_url=%2Fbye%3Fa%3D1', ''],
    ['the address', '', '?redirect_url=%2Fbye%3Fa%3D1'],
    ['the form rather than the address', 'redirect_url=%2Fbye%3Fa%3D1', '?redirect_url=%2Fother'],
  ])('redirect_url is read from %s', async (_name, body, query) => {
    const answer = await send(body, { origin: testOrigin }, query)
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/bye?a=1'])
  })

  test.each([
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    'javascript:alert(1)',
    `${testOrigin}@evil.example`,
    '/\tbye',
    '',
  ])('attack: the form leads to %j; people are signed out and led home', async (target) => {
    const answer = await send(new URLSearchParams({ redirect_url: target }).toString())
    expect([answer.status, answer.headers.get('location'), await signedInHere()]).toEqual([303, '/', 0])
  })

  test('attack: redirect_url is given twice, once for each reader', async () => {
    const answer = await send('redirect_url=%2Fbye&redirect_url=https%3A%2F%2Fevil.example')
    expect(answer.headers.get('location')).toBe('/')
  })

  test('an allowed front end signs out, and may be where the way leads', async () => {
    const answer = await send('redirect_url=https%3A%2F%2Fapp.example.com%2Fbye', { origin: 'https://app.example.com' })
    expect([answer.headers.get('location'), await signedInHere()]).toEqual(['https://app.example.com/bye', 0])
  })

  test.each([
    ['another site', { origin: 'https://evil.example' }, 'origin_invalid'],
    ['our host with another port', { origin: 'http://localhost:3001' }, 'origin_invalid'],
    ['a sandboxed frame', { origin: 'null', 'sec-fetch-site': 'cross-site' }, 'origin_invalid'],
    ['a sibling domain that hides its address', { origin: 'null', 'sec-fetch-site': 'same-site' }, 'origin_invalid'],
    ['an old browser that names nothing', {}, 'origin_missing'],
    ['a foreign page of our site', { 'sec-fetch-site': 'same-site' }, 'origin_missing'],
    [
      'another site, which says it is ours',
      { origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' },
      'origin_invalid',
    ],
  ] as const)('attack: the form of %s is refused, and nobody is signed out', async (_name, headers, code) => {
    const answer = await send('', headers)
    expect({ status: answer.status, body: await answer.json() }).toBeRefused(400, code)
    expect(answer.headers.getSetCookie()).toEqual([])
    expect(await signedInHere()).toBe(1)
  })

  test.each<Record<string, string>>([{ 'sec-fetch-site': 'same-origin' }, { 'sec-fetch-site': 'same-origin', origin: 'null' }])(
    'a page that hides its address, as helmet has it, signs out with %j',
    async (headers) => {
      expect((await send('', headers)).status).toBe(303)
      expect(await signedInHere()).toBe(0)
    },
  )

  test('attack: a link or a picture signs nobody out; whoever opens the address is asked', async () => {
    const cookie = browser.cookies.header()
    const page = await server.request('/sign-out', { headers: { cookie } })
    const html = await page.text()
    expect([page.status, page.headers.getSetCookie()]).toEqual([200, []])
    expect(html).toContain('<form method="post"')
    expect(html).not.toContain('<script')
    expect(page.headers.get('x-frame-options')).toBe('DENY')
    for (const path of ['/sign-out?_method=POST', '/sign-out?redirect_url=/bye'])
      await server.request(path, { headers: { cookie } })
    expect((await server.request('/sign-out', { method: 'PUT', headers: { cookie, origin: testOrigin } })).status).toBe(404)
    expect(await signedInHere()).toBe(1)
  })

  test('attack: a form of 10 MB is refused before it is read', async () => {
    const answer = await send(`redirect_url=/${'a'.repeat(10_000_000)}`)
    expect({ status: answer.status, body: await answer.json() }).toBeRefused(413, 'request_body_too_large')
  })
})

test('where people are led and where the form is posted are options', async () => {
  const server = await testServer('sqlite', {
    pages: { signOut: '/account/leave' },
    afterSignOutUrl: 'https://www.example.com/bye',
  })
  const page = await server.request('/account/leave?redirect_url=https%3A%2F%2Fevil.example')
  expect(await page.text()).toContain('href="https://www.example.com/bye"')
  // Without it Chromium would stop at the redirect that answers the form.
  expect(page.headers.get('content-security-policy')).toContain("form-action 'self' https://www.example.com;")
  const answer = await server.request('/account/leave', { method: 'POST', headers: { origin: testOrigin } })
  expect([answer.status, answer.headers.get('location')]).toEqual([303, 'https://www.example.com/bye'])
  expect(server.frontdesk.owns('/sign-out')).toBe(false)
  await server.close()
})

const secure = 'https://auth.example.com'
const host = 'auth.example.com'

describe.each([
  ['whose public URL is known', { publicUrl: secure, trustedProxies: 1 }, { host: '127.0.0.1:3000' }],
  ['that says how it was asked', { trustedProxies: 1 }, { host, 'x-forwarded-proto': 'https' }],
  ['that says under which name it was asked', { trustedProxies: 1 }, { 'x-forwarded-host': host, 'x-forwarded-proto': 'https' }],
])('a server of its own behind a proxy %s', (_name, options, headers: Record<string, string>) => {
  let server: TestServer
  let browser: TestBrowser
  beforeAll(async () => {
    server = await testServer('sqlite', { ...options, allowedOrigins: [testOrigin] })
    browser = server.browser()
    await browser.signUp()
  })
  afterAll(() => server.close())

  const forwarded = { ...headers, 'x-forwarded-for': '203.0.113.7' }
  const send = (more: Record<string, string>, query = '') => {
    const cookie = browser.cookies.header()
    return server.request(`/sign-out${query}`, { method: 'POST', headers: { ...form, ...forwarded, cookie, ...more } })
  }

  test('attack: the form of the same host on plain http is refused', async () => {
    const answer = await send({ origin: 'http://auth.example.com' })
    expect({ status: answer.status, body: await answer.json() }).toBeRefused(400, 'origin_invalid')
    expect((await browser.call('GET', '/client')).body.response.sessions).toHaveLength(1)
  })

  test('a page of the public address signs out, with cookies for https, and is led back to it', async () => {
    const page = await server.request('/sign-out', { headers: forwarded })
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
    const answer = await send({ origin: secure }, `?redirect_url=${encodeURIComponent(`${secure}/bye`)}`)
    expect([answer.status, answer.headers.get('location')]).toEqual([303, `${secure}/bye`])
    const cookies = answer.headers.getSetCookie()
    expect(cookies.length).toBeGreaterThan(0)
    for (const cookie of cookies) expect(cookie).toContain('; Secure')
    browser.cookies.store(answer)
    expect((await browser.call('GET', '/client')).body.response?.sessions ?? []).toEqual([])
  })
})
