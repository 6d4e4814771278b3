import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { engines, type TestServer, testOrigin, testServer } from '../../../testing/test-server.js'

describe.each(engines)('what a browser keeps, on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await testServer(engine)
  })
  afterAll(() => server.close())

  const forget = (headers: Record<string, string>) => server.browser().call('GET', '/clear-site-data', {}, headers)

  test.each([[{ 'sec-fetch-site': 'same-origin' }], [{ 'sec-fetch-site': 'none' }], [{ origin: testOrigin }]])(
    'the browser forgets all of this origin for a call with %j',
    async (headers) => {
      const answer = await forget(headers)
      expect([answer.status, answer.body, answer.headers.get('clear-site-data'), answer.cookies]).toEqual([200, {}, '"*"', []])
    },
  )

  test.each([
    [{}, 'origin_missing'],
    [{ 'sec-fetch-site': 'cross-site' }, 'origin_missing'],
    [{ 'sec-fetch-site': 'same-site' }, 'origin_missing'],
    [{ origin: 'https://evil.example' }, 'origin_invalid'],
    [{ origin: 'null', 'sec-fetch-site': 'same-origin' }, 'origin_invalid'],
  ])('attack: a foreign page has the browser forget all of this origin by a call with %j', async (headers, code) => {
    const answer = await forget(headers)
    expect(answer).toBeRefused(400, code)
    expect(answer.headers.get('clear-site-data')).toBeNull()
  })
})
