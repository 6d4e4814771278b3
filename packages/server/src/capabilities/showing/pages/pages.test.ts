import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import type { PageData } from '@frontdesk/contract'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type TestServer, testServer } from '../../../testing/test-server.js'

const dataIn = (html: string): PageData => JSON.parse(/id="frontdesk-data">(.*?)<\/script>/s.exec(html)![1]!)
/** Of the files that the page needs. */
const addressesIn = (html: string) =>
  [...html.matchAll(/<(?:link|script)[^>]* (?:src|href)="((?!data:)[^"]+)"/g)].map(([, address]) => address!)

describe('where a page returns to', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await testServer('sqlite', { allowedOrigins: ['https://shop.example', 'capacitor://localhost'] })
  })
  afterAll(() => server.close())
  const returnAddress = async (wanted: string) => {
    const answers = ['/sign-in', '/sign-up'].map((page) => server.request(`${page}?redirect_url=${encodeURIComponent(wanted)}`))
    const [signIn, signUp] = await Promise.all(answers.map(async (answer) => dataIn(await (await answer).text()).returnAddress))
    expect(signUp).toBe(signIn)
    return signIn
  }

  test.each([
    ['https://shop.example/cart?x=1#top', 'https://shop.example/cart?x=1#top'],
    ['https://shop.example', 'https://shop.example/'],
    ['capacitor://localhost/cart', 'capacitor://localhost/cart'],
  ])('a page returns to %s, on an allowed origin', async (wanted, address) => {
    expect(await returnAddress(wanted)).toBe(address)
  })

  test.each([
    '',
    '/orders', // its own origin, of which the page judges by the address that the browser shows
    'http://localhost:3000/orders',
    'https://localhost:3000/orders',
    'https://evil.example',
    'http://shop.example/cart',
    'https://shop.example:8443/cart',
    'https://shop.example.evil.example',
    'https://shop.example@evil.example',
    'https://user:pass@shop.example',
    '//shop.example/cart',
    'https:/\\shop.example',
    'javascript:alert(1)//https://shop.example',
    'data:text/html,https://shop.example',
  ])('attack: no page is told to return to %j', async (wanted) => {
    expect(await returnAddress(wanted)).toBeUndefined()
  })
})

describe('the hosted pages', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await testServer('sqlite', { applicationName: 'Grand Hotel' })
  })
  afterAll(() => server.close())

  test.each([
    ['/sign-in', 'Sign in · Grand Hotel', 'sign-in'],
    ['/sign-in/factor-one', 'Sign in · Grand Hotel', 'sign-in'],
    ['/sign-in/', 'Sign in · Grand Hotel', 'sign-in'],
    ['/sign-up', 'Sign up · Grand Hotel', 'sign-up'],
    ['/sign-up/verify-email-address', 'Sign up · Grand Hotel', 'sign-up'],
    ['/user', 'Your account · Grand Hotel', 'user'],
    ['/user/security', 'Your account · Grand Hotel', 'user'],
  ])('%s is a page titled %s', async (path, title, script) => {
    const response = await server.request(path)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(response.headers.getSetCookie()).toEqual([])

    const html = await response.text()
    expect(html).toContain('<html lang="en" dir="ltr">')
    expect(html).toContain('<meta name="viewport" content="width=device-width, initial-scale=1">')
    expect(html).toContain('<meta name="color-scheme" content="light dark">')
    expect(html).toContain(`<title>${title}</title>`)
    expect(html).toContain('<div id="frontdesk"><')
    const icon = decodeURIComponent(/<link rel="icon" href="data:image\/svg\+xml,([^"]+)">/.exec(html)![1]!)
    expect(icon).toMatch(/^<svg .*>G<\/text><\/svg>$/)
    expect(html).toMatch(new RegExp(`<script type="module" src="/__clerk/ui/assets/${script}-[\\w-]+\\.js">`))
    expect(server.frontdesk.owns(path)).toBe(true)
  })

  test('the hosted pages tell their script what it needs to know', async () => {
    const data = dataIn(await (await server.request('/sign-in')).text())
    expect(data).toMatchObject({ client: null, lang: 'en', dir: 'ltr', words: { formButtonPrimary: 'Continue' } })
    expect(data.settings).toEqual({
      waitlistUrl: '/waitlist',
      baseUrl: '/__clerk',
      applicationName: 'Grand Hotel',
      logoUrl: '',
      termsUrl: '',
      privacyUrl: '',
      signInUrl: '/sign-in',
      signUpUrl: '/sign-up',
      userProfileUrl: '/user',
      afterSignInUrl: '/',
      afterSignUpUrl: '/',
      afterSignOutUrl: '/',
      environment: 'development',
      socialButtons: 'first',
      wallets: [],
      linksWork: 'here',
      signUpFromSignIn: false,
      captcha: null,
    })
    expect(data.environment).toEqual({
      auth_config: { single_session_mode: false },
      user_settings: {
        attributes: {
          email_address: { enabled: true, required: true, used_for_second_factor: false },
          first_name: { enabled: true, required: false, used_for_second_factor: false },
          last_name: { enabled: true, required: false, used_for_second_factor: false },
          password: { enabled: true, required: true, used_for_second_factor: false },
        },
        passkey_settings: { allow_autofill: false, show_sign_in_button: false },
        social: {},
        password_settings: { min_length: 8, min_zxcvbn_strength: 0 },
        sign_up: { mode: 'public', legal_consent_enabled: false, captcha_enabled: false },
      },
    })
  })

  test('the script has to ask who is signed in only where somebody has been before', async () => {
    const browser = server.browser()
    const clientIn = async () => {
      const page = await server.request('/sign-in', { headers: { cookie: browser.cookies.header() } })
      return dataIn(await page.text()).client
    }
    expect(await clientIn()).toBeNull()
    await browser.signUp()
    expect(await clientIn()).toBeUndefined()
  })

  const drawn = async (path: string, headers: Record<string, string> = {}) => {
    const html = await (await server.request(path, { headers })).text()
    return /<div id="frontdesk">(.*)<\/div>\n<div id="frontdesk-status"/s.exec(html)![1]!
  }

  test('the first screen is in the HTML: brand, title, fields and the way to the other page', async () => {
    const signIn = await drawn('/sign-in')
    expect(signIn).toContain('<span>Grand Hotel</span>')
    expect(signIn).toMatch(/<h1[^>]*>Sign in to Grand Hotel<\/h1>/)
    expect(signIn).toMatch(/<input type="email"[^>]* autofocus [^>]*name="identifier"/)
    expect(signIn).toMatch(/<button type="submit"[^>]*>Continue<\/button>/)
    expect(signIn).toContain('<a href="/sign-up">Sign up</a>')

    const signUp = await drawn('/sign-up')
    expect([...signUp.matchAll(/ name="(\w+)"/g)].map(([, name]) => name)).toEqual([
      'email_address',
      'first_name',
      'last_name',
      'password',
    ])
    expect(await drawn('/user')).toMatch(/<h2[^>]*>Email addresses<\/h2>/)
  })

  test('a form that is sent before its script is there puts no password into the address', async () => {
    for (const path of ['/sign-in', '/sign-up'])
      expect((await drawn(path)).match(/<form[^>]*>/g)).toEqual([expect.stringContaining(' method="dialog"')])
  })

  test('the link to the other page keeps where to return to, as text', async () => {
    expect(await drawn('/sign-in?redirect_url=%2Forders%3Fa%3D1')).toContain('href="/sign-up?redirect_url=%2Forders%3Fa%3D1"')
    const attack = await drawn(`/sign-in?redirect_url=${encodeURIComponent('"><img src=x onerror=alert(1)>')}`)
    expect(attack).not.toContain('<img')
  })

  test('where somebody may be known the card waits in its size, and the browser asks at once', async () => {
    const cookie = `__client=${'a'.repeat(43)}`
    const form = await drawn('/sign-in', { cookie })
    expect(form).toContain('<main class="card-page" aria-busy="true">')
    expect(form).toContain('name="identifier"')
    for (const path of ['/sign-in', '/sign-up']) {
      const chooser = await drawn(path, { cookie: `${cookie}; __client_uat=1700000000` })
      expect(chooser).toContain('<main class="card-page" aria-busy="true">')
      expect(chooser).not.toContain('<form')
    }
    const html = await (await server.request('/sign-in', { headers: { cookie } })).text()
    expect(html).toContain('<link rel="preload" as="fetch" crossorigin="anonymous" href="/__clerk/v1/client?">')
    expect(await (await server.request('/sign-in')).text()).not.toContain('rel="preload"')
    expect(await (await server.request('/__frontdesk/inbox', { headers: { cookie } })).text()).not.toContain('rel="preload"')
  })

  test.each(['/sign-in', '/sign-up', '/user', '/__clerk/not-me', '/__frontdesk/inbox'])(
    '%s says what to do where scripts are switched off',
    async (path) => {
      const html = await (await server.request(path)).text()
      const [, card] = /<noscript>(.*)<\/noscript>/s.exec(html)!
      expect(card).toContain('<span>Grand Hotel</span>')
      expect(card).toMatch(/<h1[^>]*>JavaScript is switched off<\/h1><p class="lead">.*Allow it for this site/)
    },
  )

  test('the hosted pages refuse injected scripts, frames of other sites, sniffing and caches', async () => {
    const { headers } = await server.request('/sign-in')
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    )
    expect(headers.get('x-frame-options')).toBe('DENY')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('referrer-policy')).toBe('same-origin')
    expect(headers.get('cache-control')).toBe('no-store')
  })

  test('the hosted pages need no inline script or style, which the policy would refuse', async () => {
    const html = await (await server.request('/user')).text()
    expect(html).not.toMatch(/<style|\sstyle=|\son\w+=/)
    expect([...html.matchAll(/<script([^>]*)>/g)].map(([, attributes]) => attributes)).toEqual([
      expect.stringContaining('src='),
      ' type="application/json" id="frontdesk-data"',
    ])
  })

  test('the hosted pages answer HEAD as they answer GET, and no other method', async () => {
    expect((await server.request('/sign-in', { method: 'HEAD' })).status).toBe(200)
    expect((await server.request('/sign-in', { method: 'POST' })).status).toBe(404)
  })

  test("the hosted pages leave an app's own paths alone", () => {
    for (const path of ['/', '/sign-in-help', '/users', '/username', '/sign-ups']) expect(server.frontdesk.owns(path)).toBe(false)
  })
})

test('the first screen asks for what the settings say', async () => {
  const server = await testServer('sqlite', {
    attributes: { username: 'required', firstName: 'off', lastName: 'off' },
    password: { minLength: 12 },
  })
  expect(await (await server.request('/sign-in')).text()).toContain('>Email address or username</label>')
  const signUp = await (await server.request('/sign-up')).text()
  expect(signUp).toContain('name="username"')
  expect(signUp).not.toContain('name="first_name"')
  expect(signUp).toContain('>At least 12 characters</p>')
  await server.close()
})

test('an application name that closes the script element stays text', async () => {
  const applicationName = '</script><script>alert(1)</script>&<!--"\u2028'
  const server = await testServer('sqlite', { applicationName })
  const html = await (await server.request('/sign-in')).text()
  expect(html.match(/<script/g)).toHaveLength(2)
  expect(html).not.toContain('alert(1)</script>')
  expect(html).not.toContain('<!--')
  expect(dataIn(html).settings.applicationName).toBe(applicationName)
  await server.close()
})

test('the hosted pages and their files move with the options', async () => {
  const server = await testServer('sqlite', { basePath: '/auth', pages: { signIn: '/account/enter', signUp: '/account/join' } })
  const page = await server.request('/account/enter/factor-one')
  const html = await page.text()
  expect(dataIn(html).settings).toMatchObject({ baseUrl: '/auth', signInUrl: '/account/enter', signUpUrl: '/account/join' })
  for (const address of addressesIn(html)) {
    expect(address).toMatch(/^\/auth\/ui\/assets\//)
    expect((await server.request(address)).status).toBe(200)
  }
  expect(server.frontdesk.owns('/sign-in')).toBe(false)
  expect((await server.request('/sign-in')).status).toBe(404)
  await server.close()
})

test.each([
  [undefined, undefined, '/sign-in', '/sign-up'],
  ['/login', 'https://www.example/join', '/login', 'https://www.example/join'],
])('pages that are switched off are where the app says: %s and %s', async (signInUrl, signUpUrl, signIn, signUp) => {
  vi.stubEnv('CLERK_SIGN_IN_URL', signInUrl)
  vi.stubEnv('CLERK_SIGN_UP_URL', signUpUrl)
  vi.stubEnv('FRONTDESK_PAGES_SIGN_UP', 'false')
  const server = await testServer('sqlite', { pages: { signIn: false } })
  vi.unstubAllEnvs()
  for (const path of ['/sign-in', '/sign-in/factor-one', '/sign-up'])
    expect([server.frontdesk.owns(path), (await server.request(path)).status]).toEqual([false, 404])
  const { settings } = dataIn(await (await server.request('/user')).text())
  expect(settings).toMatchObject({ signInUrl: signIn, signUpUrl: signUp, userProfileUrl: '/user' })
  const { body } = await server.browser().call('GET', '/environment')
  expect(body.display_config).toMatchObject({ sign_in_url: signIn, sign_up_url: signUp })
  await server.close()
})

test('a page that is not switched off stays where it is, whatever page the app names', async () => {
  vi.stubEnv('CLERK_SIGN_IN_URL', '/login')
  const server = await testServer('sqlite')
  vi.unstubAllEnvs()
  expect(server.frontdesk.owns('/sign-in')).toBe(true)
  expect(dataIn(await (await server.request('/user')).text()).settings.signInUrl).toBe('/sign-in')
  await server.close()
})

test.each(['/', '/sign-in/', 'sign-in', '/a//b', '/:id', '/a/*', '/a b'])("a page can't be mounted at %j", async (signIn) => {
  await expect(testServer('sqlite', { pages: { signIn } })).rejects.toThrow('pages.signIn: must be a path')
})

describe("a page's files", () => {
  let server: TestServer
  let script: string
  beforeAll(async () => {
    server = await testServer('sqlite')
    script = addressesIn(await (await server.request('/sign-in')).text()).find((address) => address.endsWith('.js'))!
  })
  afterAll(() => server.close())

  test('the files of a page are served compressed as the browser asks, from the same bytes', async () => {
    const plain = await server.request(script)
    const bytes = Buffer.from(await plain.arrayBuffer())
    expect(plain.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
    expect(plain.headers.get('content-encoding')).toBeNull()

    const brotli = await server.request(script, { headers: { 'accept-encoding': 'gzip, deflate, br, zstd' } })
    expect(brotli.headers.get('content-encoding')).toBe('br')
    expect(brotli.headers.get('vary')).toBe('Accept-Encoding')
    expect(brotliDecompressSync(Buffer.from(await brotli.arrayBuffer()))).toEqual(bytes)

    const gzip = await server.request(script, { headers: { 'accept-encoding': 'gzip;q=0.5, br;q=0' } })
    expect(gzip.headers.get('content-encoding')).toBe('gzip')
    expect(gunzipSync(Buffer.from(await gzip.arrayBuffer()))).toEqual(bytes)

    const etags = [plain, brotli, gzip].map(({ headers }) => headers.get('etag'))
    expect(new Set(etags).size).toBe(3)
  })

  test('the files of a page are kept by the browser for good, and not sent again', async () => {
    const first = await server.request(script, { headers: { 'accept-encoding': 'br' } })
    expect(first.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    const again = { 'accept-encoding': 'br', 'if-none-match': `"other", W/${first.headers.get('etag')}` }
    const second = await server.request(script, { headers: again })
    expect(second.status).toBe(304)
    expect(await second.text()).toBe('')
    const other = await server.request(script, { headers: { 'accept-encoding': 'br', 'if-none-match': '"other"' } })
    expect(other.status).toBe(200)
  })

  test.each([
    '/__clerk/ui/',
    '/__clerk/ui/.vite/manifest.json',
    '/__clerk/ui/assets/',
    '/__clerk/ui/assets/none.js',
    '/__clerk/ui/..%2f..%2fpackage.json',
    '/__clerk/ui/assets/..%5c..%5cpackage.json',
    '/__clerk/ui/assets/%2e%2e/%2e%2e/%2e%2e/package.json',
    '/__clerk/ui//etc/passwd',
    '/__clerk/ui/__proto__',
    '/__clerk/ui/constructor',
    '/__clerk/ui/%',
    '/__clerk/ui/assets%00.js',
  ])('the files of a page do not include %s', async (path) => {
    expect((await server.request(path)).status).toBe(404)
  })
})
