import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { engines, type TestServer, testOrigin, testServer } from '../../../testing/test-server.js'

const path = '/__frontdesk/inbox/messages'
const list = async (server: TestServer) => (await (await server.request(path)).json()) as { data: Array<{ to: string }> }

describe.each(engines)('the development inbox on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await testServer(engine, { applicationName: 'Grand Hotel', allowedOrigins: ['https://tunnel.example'] })
  })
  afterAll(() => server.close())

  test.each([
    ['evil.example', 400],
    ['evil.example:3000', 400],
    ['localhost.evil.example', 400],
    ['127.0.0.1.evil.example', 400],
    ['evillocalhost.', 400],
    ['tunnel.example', 200],
    ['localhost:3000', 200],
    ['app.localhost', 200],
    ['192.168.0.7:3000', 200],
    ['[::1]:3000', 200],
    ['frontdesk', 200],
  ])(
    'the inbox answers %s with %i, so that a page whose name was bent to this address (DNS rebinding) reads nothing',
    async (host, status) => {
      for (const [method, address] of [
        ['GET', '/__frontdesk/inbox'],
        ['GET', path],
        ['DELETE', path],
      ] as const) {
        expect((await server.request(address, { method, headers: { host, origin: `http://${host}` } })).status).toBe(status)
      }
    },
  )

  test('the inbox shows all mail with its code, newest first', async () => {
    await server.browser().signUp('first@example.com')
    server.clock.advance(60_000)
    await server.browser().signUp('second@example.com')
    await server.instance.deliveries.deliver() // also after it was sent

    const response = await server.request(path)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('application/json')
    expect(response.headers.get('cache-control')).toBe('no-store')
    const code = await server.mailbox.lastCode('second@example.com')
    expect(await response.json()).toEqual({
      data: [
        {
          id: expect.stringMatching(/^msg_\w{27}$/),
          channel: 'mail',
          to: 'second@example.com',
          subject: `${code} is your code for Grand Hotel`,
          text: expect.stringContaining(code),
          html: expect.stringContaining(code),
          code,
          created_at: server.clock.now(),
        },
        expect.objectContaining({ to: 'first@example.com', created_at: server.clock.now() - 60_000 }),
      ],
      total_count: 2,
    })
  })

  test('the inbox keeps its codes from pages of other sites', async () => {
    const { headers } = await server.request(path, { headers: { origin: 'https://evil.example' } })
    expect([...headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([])
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
  })

  test.each([
    ['another site', 'https://evil.example', 'origin_invalid'],
    ['another port', 'http://localhost:4000', 'origin_invalid'],
    ['a sandboxed frame', 'null', 'origin_invalid'],
    ['nobody who says so', null, 'origin_missing'],
  ])('the inbox is not emptied by %s', async (_, origin, code) => {
    const before = (await list(server)).data.length
    const response = await server.request(path, { method: 'DELETE', headers: origin === null ? {} : { origin } })
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ errors: [{ code }] })
    expect((await list(server)).data).toHaveLength(before)
  })

  test('the inbox is emptied by its own page', async () => {
    const response = await server.request(path, { method: 'DELETE', headers: { origin: testOrigin } })
    expect(response.status).toBe(200)
    expect((await list(server)).data).toEqual([])
  })

  test('the inbox has a page', async () => {
    const response = await server.request('/__frontdesk/inbox')
    expect(response.status).toBe(200)
    expect(await response.text()).toContain('<title>Inbox · Grand Hotel</title>')
    expect(response.headers.get('content-security-policy')).toContain("script-src 'self'")
  })

  test('the inbox does not exist in production, not even with mail in the database', async () => {
    const production = await testServer(engine, { environment: 'production' })
    const browser = production.browser()
    const created = await browser.call('POST', '/client/sign_ups', {
      email_address: 'a@example.com',
      password: 'a long password',
    })
    await browser.call('POST', `/client/sign_ups/${created.body.response.id}/prepare_verification`, { strategy: 'email_code' })
    expect(await production.mailbox.all()).toHaveLength(1)

    for (const [method, address] of [
      ['GET', '/__frontdesk/inbox'],
      ['GET', path],
      ['DELETE', path],
    ] as const) {
      const response = await production.request(address, { method, headers: { origin: testOrigin } })
      expect(response.status).toBe(404)
      expect(await response.text()).not.toContain('a@example.com')
    }
    expect(await production.mailbox.all()).toHaveLength(1)
    await production.close()
  })
})
