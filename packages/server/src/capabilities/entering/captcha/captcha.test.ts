import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { eventTypesOf } from '../../../testing/events-of.js'
import { engines, type TestServer, testPassword, testServer } from '../../../testing/test-server.js'

describe.each(engines)('the check for people on %s', (engine) => {
  let server: TestServer
  let service: Server
  let asked: URLSearchParams[]
  let answer: () => { status: number; body: string }
  beforeAll(async () => {
    // As siteverify answers, each token once.
    service = createServer(async (request, response) => {
      asked.push(new URLSearchParams(await text(request)))
      const { status, body } = answer()
      response.writeHead(status, { 'content-type': 'application/json' }).end(body)
    })
    await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve))
    const { port } = service.address() as AddressInfo // it listens on a port
    server = await testServer(engine, {
      captcha: { siteKey: 'site-key', verifyUrl: `http://127.0.0.1:${port}/siteverify` },
      captchaSecretKey: 'the secret of the site',
      outbound: { privateHosts: [`127.0.0.1:${port}`] },
    })
  })
  afterAll(async () => {
    await server.close()
    await new Promise((resolve) => service.close(resolve))
  })
  beforeEach(() => {
    asked = []
    answer = () => ({ status: 200, body: '{"success":true}' })
  })

  const begin = (fields: Record<string, unknown>, query = '') =>
    server
      .browser()
      .call('POST', `/client/sign_ups${query}`, { email_address: 'person@example.com', password: testPassword, ...fields })

  test('a token that the service confirms begins a sign-up, and pages are told of the widget', async () => {
    const begun = await begin({ captcha_token: 'a token', captcha_widget_type: 'smart' })
    expect(begun.status).toBe(200)
    expect(asked.map((fields) => Object.fromEntries(fields))).toEqual([
      { secret: 'the secret of the site', response: 'a token', remoteip: expect.any(String) },
    ])
    const { body } = await server.browser().call('GET', '/environment')
    expect(body.user_settings.sign_up).toMatchObject({ captcha_enabled: true, captcha_widget_type: 'smart' })
    expect(body.display_config).toMatchObject({
      captcha_public_key: 'site-key',
      captcha_widget_type: 'smart',
      captcha_public_key_invisible: 'site-key',
      captcha_provider: 'turnstile',
    })
    expect(JSON.stringify(body)).not.toContain('the secret of the site')
  })

  test('attack: a sign-up without a token, or with one that the service refuses, leaves nothing behind', async () => {
    const signUps = () => server.instance.db.selectFrom('sign_ups').select('id').execute()
    const before = await signUps()
    const events = await eventTypesOf(server, async () => {
      expect(await begin({})).toBeRefused(400, 'captcha_missing_token')
      const ways = [
        { strategy: 'email_code' },
        { strategy: 'email_link', redirect_url: '/' },
        { strategy: 'oauth_google', redirect_url: '/' },
      ]
      for (const way of ways) expect(await begin(way), way.strategy).toBeRefused(400, 'captcha_missing_token')
      expect(await begin({ transfer: true })).toBeRefused(400, 'account_transfer_invalid') // nobody has come from a provider
      expect(await begin({ strategy: 'ticket', ticket: 'made up' })).toBeRefused(400, 'ticket_invalid_code')
      expect(await begin({ ticket: 'made up' })).toBeRefused(400, 'ticket_invalid_code')
      expect(await begin({ captcha_token: 'x'.repeat(2049) })).toBeRefused(400, 'captcha_invalid')
      expect(asked).toEqual([])
      for (const body of [
        '{"success":false,"error-codes":["timeout-or-duplicate"]}',
        '{"success":"true"}',
        '{"success":1}',
        '{}',
      ]) {
        answer = () => ({ status: 200, body })
        expect(await begin({ captcha_token: 'a token' }), body).toBeRefused(400, 'captcha_invalid')
      }
    })
    expect(events).toEqual([])
    expect(await signUps()).toEqual(before)
  })

  test('attack: whoever keeps the service from answering gets in without it', async () => {
    for (const refusal of [
      { status: 500, body: '' },
      { status: 302, body: '{"success":true}' },
      { status: 200, body: '<html>' },
      { status: 200, body: '{"success":false,"error-codes":["invalid-input-secret"]}' },
    ]) {
      answer = () => refusal
      expect(await begin({ captcha_token: 'a token' })).toBeRefused(503, 'captcha_unavailable')
    }
    expect(server.logs.some(({ message }) => message.includes('a token'))).toBe(false)
  })

  test('a test suite with a testing token needs no widget', async () => {
    const { body } = await server.backend('POST', '/testing_tokens')
    expect((await begin({}, `?__clerk_testing_token=${body.token}`)).status).toBe(200)
    expect(asked).toEqual([])
  })
})

test('only the page for new accounts lets the script of the widget in, and only where it is switched on', async () => {
  const on = await testServer('sqlite', { captcha: { siteKey: 'site-key' }, captchaSecretKey: 'secret' })
  const policyOf = async (server: TestServer, path: string) => (await server.request(path)).headers.get('content-security-policy')
  expect(await policyOf(on, '/sign-up')).toContain(
    "script-src 'self' https://challenges.cloudflare.com; frame-src https://challenges.cloudflare.com;",
  )
  expect(await policyOf(on, '/sign-in')).toContain("script-src 'self'; style-src")
  await on.close()
  const off = await testServer('sqlite')
  expect(await policyOf(off, '/sign-up')).toContain("script-src 'self'; style-src")
  await off.close()
})
