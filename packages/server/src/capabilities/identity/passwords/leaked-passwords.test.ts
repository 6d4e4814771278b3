import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { engines, type TestServer, testPassword, testServer } from '../../../testing/test-server.js'

const leaked = 'gurgling harbour 7 lanterns'
const sha1 = (password: string) => createHash('sha1').update(password).digest('hex').toUpperCase()

describe.each(engines)('leaked and weak passwords on %s', (engine) => {
  let server: TestServer
  let service: Server
  let asked: IncomingMessage[]
  let answer: (prefix: string) => { status: number; body: string }
  beforeAll(async () => {
    service = createServer((request, response) => {
      asked.push(request)
      const { status, body } = answer(request.url!.slice('/range/'.length))
      response.writeHead(status).end(body)
    })
    await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve))
    const { port } = service.address() as AddressInfo // it listens on a port
    server = await testServer(engine, {
      password: { breachApiUrl: `http://127.0.0.1:${port}/range`, minStrength: 3, refuseBreachedOnSignIn: true },
      outbound: { privateHosts: [`127.0.0.1:${port}`] },
    })
  })
  afterAll(async () => {
    await server.close()
    await new Promise((resolve) => service.close(resolve))
  })
  beforeEach(() => {
    asked = []
    answer = (prefix) => ({
      status: 200,
      body: [sha1(leaked).startsWith(prefix) ? `${sha1(leaked).slice(5)}:12` : `${'0'.repeat(35)}:3`, `${'F'.repeat(35)}:0`].join(
        '\r\n',
      ),
    })
  })

  const begin = (password: string) =>
    server.browser().call('POST', '/client/sign_ups', { email_address: 'chooser@example.com', password })

  test('a leaked password is refused, and the service learns five digits of its SHA-1', async () => {
    expect(await begin(leaked)).toBeRefused(422, 'form_password_pwned', 'password')
    expect(asked.map(({ url, headers }) => [url, headers['add-padding']])).toEqual([
      [`/range/${sha1(leaked).slice(0, 5)}`, 'true'],
    ])
    expect((await begin(testPassword)).status).toBe(200)
  })

  test('padding with a count of 0 is no leak', async () => {
    answer = () => ({ status: 200, body: `${sha1(leaked).slice(5)}:0` })
    expect((await begin(leaked)).status).toBe(200)
  })

  test('where the service gives no answer the list that comes with the server decides, and the log says so', async () => {
    answer = () => ({ status: 503, body: '' })
    expect((await begin(leaked)).status).toBe(200)
    expect(await begin('password123')).toBeRefused(422, 'form_password_pwned', 'password')
    expect(server.logs.some(({ message }) => message.includes('could not be looked up: It answered 503'))).toBe(true)
    expect(JSON.stringify(server.logs)).not.toContain(sha1(leaked).slice(5))
  })

  test('a password that is easier to guess than the instance asks for is refused, as pages are told beforehand', async () => {
    expect(await begin('kitchengarden')).toBeRefused(422, 'form_password_not_strong_enough', 'password')
    expect((await begin('ginger vault 93 sparrows')).status).toBe(200)
    const { body } = await server.browser().call('GET', '/environment')
    expect(body.user_settings.password_settings).toMatchObject({
      disable_hibp: false,
      show_zxcvbn: true,
      min_zxcvbn_strength: 3,
      enforce_hibp_on_sign_in: true,
    })
  })

  test('attack: a password that leaked after it was chosen signs in no more; a reset by mail does', async () => {
    answer = () => ({ status: 200, body: '' })
    await server.browser().signUp('victim@example.com', { password: leaked })
    answer = () => ({ status: 200, body: `${sha1(leaked).slice(5)}:1` })
    const browser = server.browser()
    const signIn = (password: string) =>
      browser.call('POST', '/client/sign_ins', { identifier: 'victim@example.com', strategy: 'password', password })
    expect(await signIn(leaked)).toBeRefused(422, 'form_password_pwned', 'password')
    expect(await signIn('wrong password')).toBeRefused(422, 'form_password_incorrect', 'password')

    const begun = await browser.call('POST', '/client/sign_ins', {
      identifier: 'victim@example.com',
      strategy: 'reset_password_email_code',
    })
    const at = `/client/sign_ins/${begun.body.response.id}`
    const code = await server.mailbox.lastCode('victim@example.com')
    await browser.call('POST', `${at}/attempt_first_factor`, { strategy: 'reset_password_email_code', code })
    const reset = await browser.call('POST', `${at}/reset_password`, { password: testPassword })
    expect(reset.body.response.status).toBe('complete')
  })
})
