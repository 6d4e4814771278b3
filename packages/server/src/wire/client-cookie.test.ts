import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createCookieJar } from '../testing/cookie-jar.js'
import { type TestBrowser, type TestServer, testServer } from '../testing/test-server.js'

describe('the client cookie over http', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await testServer('sqlite')
  })
  afterAll(() => server.close())

  test("the client cookie over http ends in the instance's suffix, and no script or foreign page sees it", async () => {
    const { headers } = await server.browser().call('POST', '/client')
    const attributes = 'Path=/; Max-Age=34560000; SameSite=Lax; HttpOnly'
    expect(headers.getSetCookie()).toEqual([
      expect.stringMatching(new RegExp(`^${server.clientCookie}=[\\w-]{43}; ${attributes}$`)),
    ])
  })

  test('the client cookie is read under its older name, and gets its new one, last, at the next visit of a page', async () => {
    const browser = await browserOfOldRelease(server)
    const { body, cookies, headers } = await browser.call('GET', '/client')
    expect(body.response.sessions).toHaveLength(1)
    expect(cookies).toEqual(['__client', server.clientCookie])
    expect(headers.getSetCookie()[0]).toMatch(/^__client=; .*Max-Age=0/)
    expect(browser.cookies.get('__client')).toBeUndefined()
    const again = await browser.call('GET', '/client')
    expect([again.body.response.id, again.cookies]).toEqual([body.response.id, []])
  })

  test('the client cookie goes under both names when the client is deleted or its secret is renewed', async () => {
    const leaving = await browserOfOldRelease(server)
    expect((await leaving.call('DELETE', '/client')).cookies.slice(-2)).toEqual(['__client', server.clientCookie])
    expect([leaving.cookies.get('__client'), leaving.cookies.get(server.clientCookie)]).toEqual([undefined, undefined])

    const returning = await browserOfOldRelease(server)
    const old = returning.cookies.get('__client')
    await returning.call('POST', '/client/sign_ups', {})
    expect(returning.cookies.get('__client')).toBeUndefined()
    expect(returning.cookies.get(server.clientCookie)).not.toBe(old)
  })

  test('a cookie of the older name that another app on this host wrote is left alone', async () => {
    const browser = server.browser()
    browser.cookies.set('__client', 'of-another-app')
    await browser.signUp()
    expect(browser.cookies.get('__client')).toBe('of-another-app')
    await browser.call('DELETE', '/client')
    expect(browser.cookies.get('__client')).toBe('of-another-app')
  })

  test('two apps on two ports of one host have two client cookies', async () => {
    const other = await testServer('sqlite')
    const jar = createCookieJar()
    const [here, there] = [server.browser(jar), other.browser(jar)]
    const first = await here.signUp()
    const second = await there.signUp()
    const sessionsOf = async (browser: TestBrowser) =>
      (await browser.call('GET', '/client')).body.response.sessions.map(({ id }: { id: string }) => id)
    expect(await sessionsOf(here)).toEqual([first.created_session_id])
    expect(await sessionsOf(there)).toEqual([second.created_session_id])
    await there.call('DELETE', '/client')
    expect(await sessionsOf(here)).toEqual([first.created_session_id])
    await other.close()
  })
})

describe('the client cookie over https', () => {
  const origin = 'https://app.example.com'
  let server: TestServer
  let name: string
  beforeAll(async () => {
    server = await testServer('sqlite', { publicUrl: origin })
    name = `__Host-${server.clientCookie}`
  })
  afterAll(() => server.close())

  test('the client cookie over https is one that no sibling domain can write', async () => {
    const { headers } = await server.browser().call('POST', '/client', {}, { origin })
    const attributes = 'Path=/; Max-Age=34560000; SameSite=Lax; HttpOnly; Secure'
    expect(headers.getSetCookie()).toEqual([expect.stringMatching(new RegExp(`^${name}=[\\w-]{43}; ${attributes}$`))])
  })

  test('attack: a sibling domain plants its own under every name that it can write; the true one counts', async () => {
    const [planter, visitor] = [server.browser(), server.browser()]
    await planter.call('POST', '/client', {}, { origin })
    const { body } = await visitor.call('POST', '/client', {}, { origin })
    for (const older of ['__client', server.clientCookie]) visitor.cookies.set(older, planter.cookies.get(name)!)
    expect((await visitor.call('GET', '/client')).body).toEqual({ response: body.response, client: null })
  })

  test('the client cookie over https is read without its prefix, as before there was TLS', async () => {
    const browser = server.browser()
    const { body } = await browser.call('POST', '/client', {}, { origin })
    browser.cookies.set(server.clientCookie, browser.cookies.get(name)!)
    browser.cookies.remove(name)
    const { body: read, cookies } = await browser.call('GET', '/client')
    expect([read.response, cookies]).toEqual([body.response, [server.clientCookie, name]])
  })
})

/** A signed-in browser whose client cookie has the name that releases without the suffix wrote. */
async function browserOfOldRelease(server: TestServer): Promise<TestBrowser> {
  const browser = server.browser()
  await browser.signUp()
  browser.cookies.set('__client', browser.cookies.get(server.clientCookie)!)
  browser.cookies.remove(server.clientCookie)
  return browser
}
