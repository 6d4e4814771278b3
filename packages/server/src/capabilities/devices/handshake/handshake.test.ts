import { verify } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type AnyBody, engines, type TestBrowser, type TestServer, testOrigin, testServer } from '../../../testing/test-server.js'

describe.each(engines)('handshakes on %s', (engine) => {
  let server: TestServer
  let suffix: string
  beforeAll(async () => {
    server = await testServer(engine, { allowedOrigins: ['https://shop.example'] })
    suffix = server.instance.keys.cookieSuffix
  })
  afterAll(() => server.close())

  const page = `${testOrigin}/account?tab=1`

  async function handshake(browser: TestBrowser, query: Record<string, string>, on = server) {
    const parameters = new URLSearchParams({ redirect_url: page, suffixed_cookies: 'true', __clerk_hs_reason: 'test', ...query })
    const response = await on.request(`/__clerk/v1/client/handshake?${parameters}`, {
      headers: { cookie: browser.cookies.header() },
    })
    return { status: response.status, location: response.headers.get('location'), cookies: response.headers.getSetCookie() }
  }
  const redeem = (nonce: string, on = server) => on.backend('GET', `/clients/handshake_payload?nonce=${nonce}`)
  const valueIn = (lines: string[], name: string) =>
    lines.find((line) => line.startsWith(`${name}=`))?.match(/^[^=]+=([^;]*)/)?.[1]
  const namesOf = (lines: string[]) => lines.map((line) => line.split('=')[0])

  test('a browser that is signed in takes its cookies along under a nonce', async () => {
    const browser = server.browser()
    const { created_session_id: sessionId } = await browser.signUp()
    const answer = await handshake(browser, { format: 'nonce' })
    expect(answer.status).toBe(307)
    expect(answer.location).toBe(page)
    expect(answer.cookies).toEqual([
      expect.stringMatching(/^__clerk_handshake_nonce=[\w-]{43}; Path=\/; Max-Age=60; SameSite=Lax; HttpOnly$/),
    ])

    const { status, body } = await redeem(valueIn(answer.cookies, '__clerk_handshake_nonce')!)
    expect(status).toBe(200)
    expect(namesOf(body.directives)).toEqual([
      '__session',
      `__session_${suffix}`,
      '__client_uat',
      `__client_uat_${suffix}`,
      `__refresh_${suffix}`,
      '__clerk_handshake_nonce',
      '__clerk_handshake',
    ])
    const claims = claimsOf(valueIn(body.directives, '__session')!)
    expect(claims).toMatchObject({ sid: sessionId, azp: testOrigin })
    expect(Number(valueIn(body.directives, '__client_uat'))).toBeLessThanOrEqual(claims.iat)
    expect(body.directives.at(-1)).toContain('Max-Age=0')
    expect(body.directives.find((line: string) => line.startsWith('__refresh_'))).toContain('HttpOnly')
  })

  test('a nonce is redeemed once, however many ask at the same time', async () => {
    const browser = server.browser()
    await browser.signUp()
    const answer = await handshake(browser, { format: 'nonce' })
    const nonce = valueIn(answer.cookies, '__clerk_handshake_nonce')!
    const answers = await Promise.all(Array.from({ length: 10 }, () => redeem(nonce)))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, ...Array(9).fill(400)])
  })

  test('a nonce is worth nothing after a minute, without the secret key, or made up', async () => {
    const browser = server.browser()
    await browser.signUp()
    const nonce = valueIn((await handshake(browser, { format: 'nonce' })).cookies, '__clerk_handshake_nonce')!
    const stranger = await server.request(`/__clerk/api/v1/clients/handshake_payload?nonce=${nonce}`)
    expect(stranger.status).toBe(401)
    server.clock.advance(60_000)
    expect((await redeem(nonce)).status).toBe(400)
    expect((await redeem('made-up')).status).toBe(400)
    expect((await redeem('')).status).toBe(400)
    expect((await server.backend('GET', '/clients/handshake_payload')).status).toBe(422)
  })

  test('without a format the cookies travel in a signed token, which is no session', async () => {
    const browser = server.browser()
    const { created_session_id: sessionId } = await browser.signUp()
    const answer = await handshake(browser, {})
    const token = valueIn(answer.cookies, '__clerk_handshake')!
    const [header, payload, signature] = token.split('.')
    const key = await server.instance.keyRing.verificationKey(JSON.parse(Buffer.from(header!, 'base64url').toString()).kid)
    expect(verify('RSA-SHA256', Buffer.from(`${header}.${payload}`), key!, Buffer.from(signature!, 'base64url'))).toBe(true)
    expect(answer.cookies[0]!.length).toBeLessThan(4096)

    const claims = claimsOf(token)
    expect(claimsOf(valueIn(claims.handshake, '__session')!).sid).toBe(sessionId)
    expect(claims).not.toHaveProperty('sid')
    expect(claims).not.toHaveProperty('sub')
  })

  test.each([
    ['no client', async () => server.browser()],
    [
      'a client that is unknown',
      async () => {
        const browser = server.browser()
        browser.cookies.set(server.clientCookie, 'forged')
        return browser
      },
    ],
    [
      'a client that has signed out',
      async () => {
        const browser = server.browser()
        await browser.signUp()
        await browser.call('DELETE', '/client/sessions')
        return browser
      },
    ],
  ])('a browser with %s is told that it is signed out', async (_name, prepare) => {
    const answer = await handshake(await prepare(), { format: 'nonce' })
    const { directives } = (await redeem(valueIn(answer.cookies, '__clerk_handshake_nonce')!)).body
    expect(valueIn(directives, '__client_uat')).toBe('0')
    expect(valueIn(directives, `__client_uat_${suffix}`)).toBe('0')
    for (const name of ['__session', `__session_${suffix}`, `__refresh_${suffix}`]) {
      expect(valueIn(directives, name)).toBe('')
      expect(directives.find((line: string) => line.startsWith(`${name}=`))).toContain('Max-Age=0')
    }
  })

  test('on an https page the cookies are secure and the token names that page', async () => {
    const browser = server.browser()
    await browser.signUp()
    const answer = await handshake(browser, { format: 'nonce', redirect_url: 'https://shop.example/cart' })
    const { directives } = (await redeem(valueIn(answer.cookies, '__clerk_handshake_nonce')!)).body
    expect(claimsOf(valueIn(directives, '__session')!).azp).toBe('https://shop.example')
    for (const line of directives) expect(line).toContain('; Secure')
  })

  test.each(['https://evil.example/', '//evil.example', 'javascript:alert(1)', ''])(
    'open redirect: nobody is sent to %j, and no cookie leaves',
    async (redirectUrl) => {
      const browser = server.browser()
      await browser.signUp()
      const answer = await handshake(browser, { format: 'nonce', redirect_url: redirectUrl })
      expect(answer.status).toBe(422)
      expect(answer.location).toBeNull()
      expect(answer.cookies).toEqual([])
      const touch = await server.request(`/__clerk/v1/client/touch?redirect_url=${encodeURIComponent(redirectUrl)}`)
      expect(touch.status).toBe(422)
    },
  )

  test('a flood of handshakes by strangers is stopped, and costs nobody a try at signing in', async () => {
    const own = await testServer(engine, { rateLimits: { attemptsPerMinute: 1, messagesPerMinute: 1 } })
    const known = own.browser()
    await known.call('POST', '/client')
    const statuses = []
    for (let i = 0; i < 11; i++) statuses.push((await handshake(i % 2 ? known : own.browser(), { format: 'nonce' }, own)).status)
    expect(statuses).toEqual([...Array(10).fill(307), 429])
    const tried = await own.browser().call('POST', '/client/sign_ins', { identifier: 'nobody@example.com' })
    expect(tried).toBeRefused(422, 'form_identifier_not_found')
    await own.close()
  })

  test('a handshake removes what Clerk left on parent domains, where it tells something else', async () => {
    const own = await testServer(engine, { allowedOrigins: ['https://shop.example.co.uk', 'http://127.0.0.1:3000'] })
    const leftovers = async (browser: TestBrowser, redirect_url: string) => {
      const { cookies } = await handshake(browser, { format: 'nonce', redirect_url }, own)
      const { directives } = (await redeem(valueIn(cookies, '__clerk_handshake_nonce')!, own)).body
      return directives.filter((line: string) => line.includes('; Domain='))
    }
    const names = ['__client_uat', `__client_uat_${own.instance.keys.cookieSuffix}`]
    const left = own.browser()
    left.cookies.set('__client_uat', '1700000000')
    expect(await leftovers(left, 'https://shop.example.co.uk/cart')).toEqual(
      ['shop.example.co.uk', 'example.co.uk', 'co.uk'].flatMap((domain) =>
        names.map((name) => `${name}=; Path=/; Domain=${domain}; Max-Age=0; SameSite=Lax; Secure`),
      ),
    )
    expect(await leftovers(left, `${testOrigin}/`)).toEqual([])
    expect(await leftovers(left, 'http://127.0.0.1:3000/')).toEqual([])

    const signedIn = own.browser()
    await signedIn.signUp()
    expect(await leftovers(signedIn, 'https://shop.example.co.uk/cart')).toEqual([])
    await own.close()
  })

  test('a visit to the touch page gives the client cookie its full life again', async () => {
    const browser = server.browser()
    await browser.signUp()
    const visit = (cookie: string) => server.request('/__clerk/v1/client/touch?redirect_url=%2Faccount', { headers: { cookie } })
    const answer = await visit(browser.cookies.header())
    expect(answer.status).toBe(307)
    expect(answer.headers.get('location')).toBe('/account')
    expect(answer.headers.getSetCookie()).toEqual([
      expect.stringContaining(`${server.clientCookie}=${browser.cookies.get(server.clientCookie)}; `),
    ])
    expect((await visit(`${server.clientCookie}=forged`)).headers.getSetCookie()).toEqual([])
  })

  test('with pk_test_ keys the nonce travels in the address, and a dev browser comes along', async () => {
    const own = await testServer(engine, { keyType: 'test' })
    const browser = own.browser()
    await browser.signUp()
    const answer = await handshake(browser, { format: 'nonce', __clerk_db_jwt: 'dvb_mine' }, own)
    const location = new URL(answer.location!)
    expect(`${location.origin}${location.pathname}`).toBe(`${testOrigin}/account`)
    expect(answer.cookies).toEqual([])
    const { directives } = (await redeem(location.searchParams.get('__clerk_handshake_nonce')!, own)).body
    expect(valueIn(directives, '__clerk_db_jwt')).toBe('dvb_mine')
    expect(valueIn(directives, `__clerk_db_jwt_${own.instance.keys.cookieSuffix}`)).toBe('dvb_mine')

    const injected = await handshake(browser, { format: 'nonce', __clerk_db_jwt: 'x; Domain=evil' }, own)
    const nonce = new URL(injected.location!).searchParams.get('__clerk_handshake_nonce')!
    expect(valueIn((await redeem(nonce, own)).body.directives, '__clerk_db_jwt')).toMatch(/^dvb_[\w-]+$/)

    await own.close()
  })
})

function claimsOf(jwt: string): AnyBody {
  return JSON.parse(Buffer.from(jwt.split('.')[1]!, 'base64url').toString())
}
