import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { engines, type TestServer, testServer } from '../../../testing/test-server.js'

describe.each(engines)('a redirect on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await testServer(engine, { allowedOrigins: ['https://shop.example'] })
  })
  afterAll(() => server.close())

  const go = async (query: string) => {
    const answer = await server.request(`/__clerk/v1/redirect${query}`)
    return [answer.status, answer.headers.get('location'), answer.headers.getSetCookie()]
  }

  test.each([
    ['', '/'],
    ['?redirect_url=', '/'],
    ['?redirect_url=/welcome%3Fa=1', '/welcome?a=1'],
    ['?redirect_url=https://shop.example/cart', 'https://shop.example/cart'],
  ])('a redirect with the query %j leads to %s', async (query, location) => {
    expect(await go(query)).toEqual([307, location, []])
  })

  test.each(['https://evil.example/', '//evil.example', '/\\evil.example', 'javascript:alert(1)'])(
    'attack: a redirect leads to %s',
    async (target) => {
      expect(await go(`?redirect_url=${encodeURIComponent(target)}`)).toEqual([422, null, []])
    },
  )
})
