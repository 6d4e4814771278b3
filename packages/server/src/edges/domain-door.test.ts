/** A server with a domain of its own, `clerk.example.com`, and its app at `app.example.com`. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { engines, type TestBrowser, type TestServer, testPassword, testServer } from '../testing/test-server.js'

const desk = 'https://clerk.example.com'
const app = 'https://app.example.com'
const options = { domain: 'clerk.example.com', publicUrl: app }
const opened = { accept: 'text/html', 'sec-fetch-dest': 'document', 'sec-fetch-mode': 'navigate', 'sec-fetch-site': 'none' }
const form = { 'content-type': 'application/x-www-form-urlencoded' }

const claimsOf = (jwt: string) => JSON.parse(Buffer.from(jwt.split('.')[1]!, 'base64url').toString())
const keyFor = (host: string) => `pk_live_${Buffer.from(`${host}$`).toString('base64').replace(/=+$/, '')}`

/** A sign-up as a page of the app sends it to the domain; answers the last step's answer. */
async function signUpAt(server: TestServer, browser: TestBrowser, address: string): Promise<Response> {
  const post = async (path: string, fields: Record<string, string>) => {
    const headers = { ...form, origin: app, cookie: browser.cookies.header() }
    const answer = await server.request(`${desk}/v1${path}`, { method: 'POST', headers, body: new URLSearchParams(fields) })
    browser.cookies.store(answer)
    return answer
  }
  const created = await post('/client/sign_ups', { email_address: address, password: testPassword })
  const { id } = ((await created.json()) as { response: { id: string } }).response // as the contract has it
  await post(`/client/sign_ups/${id}/prepare_verification`, { strategy: 'email_code' })
  return post(`/client/sign_ups/${id}/attempt_verification`, {
    strategy: 'email_code',
    code: await server.mailbox.lastCode(address),
  })
}

describe.each(engines)('a domain of its own on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await testServer(engine, options)
  })
  afterAll(() => server.close())

  test('its publishable key names the domain, and the first one stays beside it', () => {
    const { keys } = server.instance
    const [latest, first, ...others] = keys.spellings
    expect([keys.publishableKey, keys.issuer, others]).toEqual([keyFor('clerk.example.com'), desk, []])
    expect(latest).toMatchObject({ publishableKey: keys.publishableKey, cookieSuffix: keys.cookieSuffix })
    expect(first?.issuer).toMatch(/^https:\/\/clerk\.desk-\w+\.frontdesk\.localhost$/)
  })

  test.each(['/v1/environment', '/v1/client', '/.well-known/jwks.json'])(
    '%s is answered at its root, and below the base path',
    async (path) => {
      const [atRoot, below] = await Promise.all([`${desk}${path}`, `${desk}/__clerk${path}`].map((url) => server.request(url)))
      expect([atRoot!.status, await atRoot!.json()]).toEqual([200, await below!.json()])
      expect((await server.request(`${app}${path}`)).status).toBe(404)
    },
  )

  test('what is missing is told at its root by name, and a script that is not installed', async () => {
    const openId = await server.request(`${desk}/.well-known/openid-configuration`)
    expect([openId.status, await openId.text()]).toEqual([404, expect.stringContaining('GET /.well-known/openid-configuration')])
    const script = await server.request(`${desk}/npm/@clerk/clerk-js@99/dist/clerk.browser.js`)
    expect([script.status, await script.text()]).toEqual([404, expect.stringContaining('clerk-js')])
  })

  test('attack: a path at its root that parsers may read differently is refused', async () => {
    for (const path of ['/v1//client', '/v1/%2e%2e/client', '/v1/..%2fclient'])
      expect((await server.request(`${desk}${path}`)).status).toBe(404)
  })

  test('its own are these paths at its own host, and no other path or host', () => {
    const { ownsAt } = server.frontdesk
    const at = (host: string, header = (_: string): string | null => null) => ({
      host,
      header,
      remoteAddress: '127.0.0.1',
      trust: 0,
    })
    expect(ownsAt('/v1/client', at('clerk.example.com'))).toBe(true)
    expect(ownsAt('/v1/client', at('CLERK.example.com:443'))).toBe(true)
    expect(ownsAt('/oauth/token', at('clerk.example.com'))).toBe(true)
    expect(ownsAt('/v1/client', at('app.example.com'))).toBe(false)
    expect(
      ownsAt(
        '/v1/client',
        at('app.example.com', () => 'clerk.example.com'),
      ),
    ).toBe(false) // by nobody's proxy
    for (const path of ['/', '/v1', '/v2/x', '/api/v1/users', '/.well-known/acme-challenge/x', '/oauth/x'])
      expect(ownsAt(path, at('clerk.example.com'))).toBe(false)
  })

  test('a sign-up there gives the client cookie to that host, and tells the app under both names', async () => {
    const answer = await signUpAt(server, server.browser(), 'cookies@example.com')
    const [latest, first] = server.instance.keys.spellings
    const names = ['', `_${latest!.cookieSuffix}`, `_${first!.cookieSuffix}`]
    const lines = answer.headers.getSetCookie()
    const uat = String(server.clock.now() / 1000)
    expect(lines.filter((line) => line.includes('Domain='))).toEqual(
      names.map((name) => `__client_uat${name}=${uat}; Path=/; Domain=example.com; Max-Age=31536000; SameSite=Lax; Secure`),
    )
    expect(lines.at(-1)).toMatch(
      new RegExp(
        `^__Host-__client_${latest!.cookieSuffix}=[\\w-]{43}; Path=/; Max-Age=34560000; SameSite=Lax; HttpOnly; Secure$`,
      ),
    )
    expect(lines.filter((line) => line.startsWith('__session')).map((line) => line.split('=')[0])).toEqual(
      names.map((name) => `__session${name}`),
    )
    expect(answer.headers.get('access-control-allow-origin')).toBe(app)
    expect(answer.headers.get('access-control-allow-credentials')).toBe('true')
    const { iss, azp } = claimsOf(/^__session=([^;]+)/m.exec(lines.join('\n'))![1]!)
    expect([iss, azp]).toEqual([desk, app])
  })

  test('pages of the app by https call it; all others are strangers', async () => {
    const statusFor = async (origin: string) =>
      (await server.request(`${desk}/v1/client`, { method: 'POST', headers: { origin, cookie: 'a=b' } })).status
    for (const origin of [app, desk, 'https://example.com', 'https://www.shop.example.com'])
      expect(await statusFor(origin)).toBe(200)
    for (const origin of [
      'http://app.example.com',
      'https://app.example.com:8443',
      'https://example.com.evil.example',
      'https://notexample.com',
      'null',
    ])
      expect(await statusFor(origin)).toBe(400)
    const foreign = await server.request(`${desk}/v1/client`, { headers: { origin: 'https://notexample.com' } })
    expect(foreign.headers.get('access-control-allow-origin')).toBeNull()
  })

  test('a handshake leads back to any host of the app, with cookies that it may read', async () => {
    const browser = server.browser()
    await signUpAt(server, browser, 'handshake@example.com')
    const back = 'https://shop.example.com/cart?a=1'
    const url = `${desk}/v1/client/handshake?format=nonce&redirect_url=${encodeURIComponent(back)}`
    const answer = await server.request(url, { headers: { ...opened, cookie: browser.cookies.header() } })
    expect([answer.status, answer.headers.get('location')]).toEqual([307, back])
    const [nonceLine, ...more] = answer.headers.getSetCookie()
    const [, nonce] =
      /^__clerk_handshake_nonce=([\w-]+); Path=\/; Domain=example\.com; Max-Age=60; SameSite=Lax; HttpOnly; Secure$/.exec(
        nonceLine!,
      )!
    expect(more).toEqual([])

    const { directives } = (await server.backend('GET', `/clients/handshake_payload?nonce=${nonce}`)).body as {
      directives: string[]
    }
    const suffixes = server.instance.keys.spellings.map(({ cookieSuffix }) => `_${cookieSuffix}`)
    const kept = directives.filter((line) => !line.includes('Max-Age=0'))
    const shapeOf = (line: string) => line.replace(/=[^;]+/, '').replace(/Max-Age=\d+; /, '')
    const common = 'SameSite=Lax'
    expect(kept.map(shapeOf)).toEqual([
      ...['', ...suffixes].map((suffix) => `__session${suffix}; Path=/; ${common}; Secure`),
      ...['', ...suffixes].map((suffix) => `__client_uat${suffix}; Path=/; Domain=example.com; ${common}; Secure`),
      ...suffixes.map((suffix) => `__refresh${suffix}; Path=/; ${common}; HttpOnly; Secure`),
    ])
    const removed = directives.filter((line) => line.includes('Max-Age=0'))
    expect(removed).toContain('__client_uat=; Path=/; Max-Age=0; SameSite=Lax; Secure') // the host's own, of before
    expect(removed).toContain('__clerk_handshake_nonce=; Path=/; Domain=example.com; Max-Age=0; SameSite=Lax; HttpOnly; Secure')
    expect(claimsOf(directives.find((line) => line.startsWith('__session='))!)).toMatchObject({
      iss: desk,
      azp: 'https://shop.example.com',
    })
  })

  test.each([
    'https://evil.example/',
    'http://shop.example.com/',
    'https://shop.example.com:8443/',
    '//evil.example',
    'https://example.com@evil.example/',
  ])('attack: a handshake leads nobody to %s', async (target) => {
    const url = `${desk}/v1/client/handshake?format=nonce&redirect_url=${encodeURIComponent(target)}`
    expect((await server.request(url)).status).toBe(422)
  })

  describe('browsers that come elsewhere are led there', () => {
    const leads = async (url: string, init: RequestInit = {}) => {
      const answer = await server.request(url, { headers: opened, ...init })
      return [answer.status, answer.headers.get('location')]
    }
    const to = (path: string, back: string) => `${desk}${path}?redirect_url=${encodeURIComponent(back)}`

    test('to its pages, and back to where they were', async () => {
      expect(await leads(`${app}/sign-in`)).toEqual([307, `${desk}/sign-in`])
      expect(await leads('https://accounts.example.com/user/security')).toEqual([307, `${desk}/user/security`])
      expect(await leads(`${app}/sign-in?redirect_url=%2Fcart`)).toEqual([307, to('/sign-in', `${app}/cart`)])
      expect(await leads('https://accounts.example.com/sign-up?redirect_url=%2Fcart')).toEqual([
        307,
        to('/sign-up', `${app}/cart`),
      ])
      expect(await leads(`https://evil.example/sign-in?redirect_url=%2Fcart`)).toEqual([307, to('/sign-in', `${app}/cart`)])
      expect(await leads('https://shop.example.com/sign-in?redirect_url=%2Fcart')).toEqual([
        307,
        to('/sign-in', 'https://shop.example.com/cart'),
      ])
      expect(await leads(`${app}/sign-out`, { method: 'POST' })).toEqual([307, `${desk}/sign-out`])
    })

    test('with the calls of their scripts, as a page with the first key sends them', async () => {
      const headers = { 'sec-fetch-site': 'same-origin', origin: app }
      expect(await leads(`${app}/__clerk/v1/client?a=b`, { method: 'POST', headers })).toEqual([
        307,
        `${desk}/__clerk/v1/client?a=b`,
      ])
    })

    test('but not servers, health checks and scripts', async () => {
      expect((await leads(`${app}/__clerk/v1/health`, { headers: {} }))[0]).toBe(200)
      expect((await leads(`${app}/__clerk/.well-known/jwks.json`))[0]).toBe(200)
      expect((await leads(`${app}/__clerk/npm/none`))[0]).toBe(404)
      expect((await server.backend('GET', '/users/count')).status).toBe(200)
    })
  })

  test('its pages know the app, and lead nowhere else', async () => {
    const dataOf = async (path: string) => {
      const html = await (await server.request(`${desk}${path}`, { headers: opened })).text()
      return JSON.parse(/id="frontdesk-data">(.*?)<\/script>/s.exec(html)![1]!)
    }
    const { settings, returnAddress = null } = await dataOf('/sign-in')
    expect([settings.afterSignInUrl, settings.afterSignOutUrl, settings.signUpUrl, returnAddress]).toEqual([
      `${app}/`,
      `${app}/`,
      '/sign-up',
      null,
    ])
    const returnTo = async (wanted: string) =>
      (await dataOf(`/sign-in?redirect_url=${encodeURIComponent(wanted)}`)).returnAddress ?? null
    expect(await returnTo('https://shop.example.com/cart')).toBe('https://shop.example.com/cart')
    expect(await returnTo('/cart')).toBe(`${app}/cart`)
    expect(await returnTo('/user')).toBeNull() // a page beside it
    for (const wanted of [
      'https://evil.example/',
      'http://shop.example.com/',
      '//evil.example',
      '/\\evil.example',
      'javascript:alert(1)',
    ])
      expect((await returnTo(wanted)) ?? `${app}/`).toMatch(/^https:\/\/app\.example\.com\//)
  })

  test('its addresses stand in the environment, in pictures and in mail', async () => {
    const { display_config: shown } = (await (await server.request(`${desk}/v1/environment`)).json()) as {
      display_config: Record<string, string>
    } // as the contract has it
    expect([shown.sign_in_url, shown.user_profile_url, shown.home_url, shown.after_sign_in_url]).toEqual([
      `${desk}/sign-in`,
      `${desk}/user`,
      `${app}/`,
      `${app}/`,
    ])
    const [user] = (await server.backend('GET', '/users')).body
    expect(user.image_url).toMatch(/^https:\/\/clerk\.example\.com\/__clerk\/images\//)
  })

  test("the app's form signs out; no form of another site does", async () => {
    const browser = server.browser()
    await signUpAt(server, browser, 'form@example.com')
    const post = (headers: Record<string, string>, body = '') =>
      server.request(`${desk}/sign-out`, {
        method: 'POST',
        headers: { ...form, cookie: browser.cookies.header(), ...headers },
        body,
      })
    for (const site of ['cross-site', 'none', ''])
      expect((await post({ origin: 'null', ...(site && { 'sec-fetch-site': site }) })).status).toBe(400)
    expect((await post({ origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' })).status).toBe(400)
    const answer = await post({ origin: 'null', 'sec-fetch-site': 'same-site' }, 'redirect_url=%2Fbye') // as a browser is led on from the app
    expect([answer.status, answer.headers.get('location')]).toEqual([303, `${app}/bye`])
    expect(answer.headers.getSetCookie()).toContain(
      '__client_uat=0; Path=/; Domain=example.com; Max-Age=31536000; SameSite=Lax; Secure',
    )
  })

  test('a database of before keeps its key, its people and, at the same host, who is signed in', async () => {
    const before = await testServer(engine, { publicUrl: desk })
    const browser = before.browser()
    await browser.signUp('stays@example.com', {}) // with the origin of its public URL
    const { publishableKey, cookieSuffix, issuer } = before.instance.keys
    const token = browser.cookies.get('__session')!
    const sessionId = claimsOf(token).sid
    expect(claimsOf(token).iss).toBe(issuer)

    const databaseUrl = before.instance.options.databaseUrl.reveal()
    await before.frontdesk.close()
    const after = await testServer(engine, { ...options, publicUrl: desk, databaseUrl })
    expect(after.instance.keys.spellings[1]).toEqual({ publishableKey, cookieSuffix, issuer })
    expect(after.instance.keys.secretKey.reveal()).toBe(before.instance.keys.secretKey.reveal())
    const verified = await after.backend('POST', `/sessions/${sessionId}/verify`, { token })
    expect([verified.status, verified.body.id]).toEqual([200, sessionId])

    const visit = await after.request(`${desk}/v1/client`, { headers: { cookie: browser.cookies.header() } })
    const client = ((await visit.json()) as { response: { sessions: Array<{ id: string; last_active_token: { jwt: string } }> } })
      .response // as above
    expect(client.sessions.map(({ id }) => id)).toEqual([sessionId])
    expect(claimsOf(client.sessions[0]!.last_active_token.jwt).iss).toBe(desk)
    expect(visit.headers.getSetCookie().map((line) => line.split('=')[0])).toEqual([
      `__Host-__client_${cookieSuffix}`,
      `__Host-__client_${after.instance.keys.cookieSuffix}`,
    ])
    await after.close()
    await before.close()
  })
})
