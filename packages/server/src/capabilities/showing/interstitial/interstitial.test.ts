import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { engines, type TestServer, testServer } from '../../../testing/test-server.js'

describe.each(engines)('the interstitial page on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await testServer(engine, { publicUrl: 'https://app.example.com' })
  })
  afterAll(() => server.close())

  const get = (query: string) => server.request(`/__clerk/api/v1/public/interstitial${query}`)

  test.each(['publishable_key=pk_live_1', 'frontend_api=clerk.example.com', 'frontendApi=clerk.example.com'])(
    'the interstitial page is answered to %s, without a secret key',
    async (query) => {
      const answer = await get(`?${query}`)
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
      expect(answer.headers.getSetCookie()).toEqual([])
      const html = await answer.text()
      expect(html).toContain(`data-clerk-publishable-key="${server.instance.keys.publishableKey}"`)
      expect(html).toContain('src="https://app.example.com/__clerk/npm/@clerk/clerk-js@6/dist/clerk.browser.js"')
    },
  )

  test('attack: the interstitial page repeats what its address names', async () => {
    const attack = encodeURIComponent('"></script><script>alert(1)</script>')
    const names = ['publishable_key', 'frontend_api', 'proxy_url', 'domain', 'sign_in_url', 'use_domain_for_script']
    const answer = await get(`?${names.map((name) => `${name}=${attack}`).join('&')}`)
    expect(answer.status).toBe(200)
    expect(await answer.text()).not.toContain('alert(1)')
  })

  test('the interstitial page lets no script run but its own and those of this server', async () => {
    const policy = (await get('?publishable_key=pk_live_1')).headers.get('content-security-policy')
    expect(policy).toMatch(/script-src 'self' 'sha256-[\w+/]{43}='; connect-src 'self'/)
  })

  test.each(['', '?publishable_key=', '?sign_in_url=/'])('the interstitial page is refused for the query %j', async (query) => {
    const answer = await get(query)
    expect({ status: answer.status, body: await answer.json() }).toBeRefused(400, 'form_param_missing', 'publishable_key')
  })
})
