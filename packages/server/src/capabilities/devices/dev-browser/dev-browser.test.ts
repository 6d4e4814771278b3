import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { engines, type TestServer, testServer } from '../../../testing/test-server.js'

describe.each(engines)('development browsers on %s', (engine) => {
  let server: TestServer
  let cookieNames: string[]
  beforeAll(async () => {
    server = await testServer(engine, { keyType: 'test' })
    cookieNames = ['__clerk_db_jwt', `__clerk_db_jwt_${server.instance.keys.cookieSuffix}`]
  })
  afterAll(() => server.close())

  const fresh = { id: expect.stringMatching(/^dvb_/) }

  test('a development browser gets a new marker, which no cookie keeps', async () => {
    const browser = server.browser()
    for (const [method, path] of [
      ['POST', '/dev_browser'],
      ['GET', '/dev_browser/init'],
      ['GET', '/dev_browser/init?origin=http://localhost:3000'],
    ] as const) {
      const answer = await browser.call(method, path)
      expect([answer.status, answer.body, answer.cookies]).toEqual([200, fresh, []])
    }
  })

  test('a foreign origin gets no development browser', async () => {
    const answer = await server.browser().call('GET', '/dev_browser/init?origin=https://evil.example')
    expect(answer).toBeRefused(400, 'origin_invalid')
  })

  test('the marker of a development browser is kept in cookies of the host, the one that is there already if there is one', async () => {
    const browser = server.browser()
    const first = await browser.call('POST', '/dev_browser/set_first_party_cookie')
    expect([first.status, first.body, first.cookies]).toEqual([200, fresh, cookieNames])
    expect(browser.cookies.header()).toContain(`__clerk_db_jwt=${first.body.id}`)
    const second = await browser.call('POST', '/dev_browser/set_first_party_cookie')
    expect(second.body).toEqual(first.body)
    const named = await browser.call('POST', '/dev_browser/set_first_party_cookie?__clerk_db_jwt=dvb_named')
    expect(named.body).toEqual({ id: 'dvb_named' })
  })

  test('attack: what is no marker is written into no cookie', async () => {
    const attack = encodeURIComponent('x; Domain=example.com')
    const answer = await server.browser().call('POST', `/dev_browser/set_first_party_cookie?__clerk_db_jwt=${attack}`)
    expect(answer.body).toEqual(fresh)
    expect(answer.headers.getSetCookie().join()).not.toContain('Domain')
  })

  test('attack: a foreign page has its marker kept', async () => {
    const foreign = { origin: 'https://evil.example' }
    const answer = await server.browser().call('POST', '/dev_browser/set_first_party_cookie?__clerk_db_jwt=dvb_evil', {}, foreign)
    expect(answer).toBeRefused(400, 'origin_invalid')
    expect(answer.cookies).toEqual([])
  })

  test('development browsers are unknown where the keys are live', async () => {
    const live = await testServer(engine)
    for (const [method, path] of [
      ['POST', '/dev_browser'],
      ['GET', '/dev_browser/init'],
      ['POST', '/dev_browser/set_first_party_cookie'],
    ] as const)
      expect(await live.browser().call(method, path)).toBeRefused(404, 'resource_not_found')
    await live.close()
  })
})
