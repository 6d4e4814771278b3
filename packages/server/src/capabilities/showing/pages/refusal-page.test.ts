import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestServer, testServer } from '../../../testing/test-server.js'

describe('a refusal that a person reads', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await testServer('sqlite', {
      applicationName: 'Grand <Hotel>',
      afterSignInUrl: '/lobby?a=1&b=2',
      rateLimits: { attemptsPerMinute: 1 },
    })
  })
  afterAll(() => server.close())

  const handshake = '/__clerk/v1/client/handshake?redirect_url=%2F'
  const opened = { accept: 'text/html,application/xhtml+xml', 'sec-fetch-dest': 'document' }
  async function open(path: string, headers: Record<string, string> = opened, method = 'GET') {
    const response = await server.request(path, { method, headers })
    return {
      status: response.status,
      headers: response.headers,
      type: response.headers.get('content-type'),
      text: await response.text(),
    }
  }

  test('the refusal of too many handshakes is a page that says when to come back', async () => {
    for (let visit = 0; visit < 10; visit++) expect((await open(handshake)).status).toBe(307)
    const { status, headers, type, text } = await open(handshake)
    expect([status, type, headers.get('retry-after')]).toEqual([429, 'text/html; charset=utf-8', '60'])
    expect(text).toContain('<h1>Please wait a moment</h1>')
    expect(text).toContain('Too many attempts. Try again in 1 minute.')
    expect(text).toContain('<a class="button primary" href="">Try again</a>')
    expect(text).toContain('href="/lobby?a=1&#38;b=2">Go to Grand &#60;Hotel&#62;</a>')
    expect(text).not.toContain('<script')
    expect(headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(headers.get('cache-control')).toBe('no-store')
  })

  test('the refusal of an unknown address, and of a link elsewhere, is a page with the way back', async () => {
    const missing = await open('/__clerk/nowhere')
    expect([missing.status, missing.type]).toEqual([404, 'text/html; charset=utf-8'])
    expect(missing.text).toContain('<h1>There is nothing here</h1>')
    const elsewhere = await open('/__clerk/v1/client/touch?redirect_url=https%3A%2F%2Fevil.example')
    expect([elsewhere.status, elsewhere.type, elsewhere.headers.get('location')]).toEqual([422, 'text/html; charset=utf-8', null])
    expect(elsewhere.text).toContain('<h1>This link does not work</h1>')
    expect(elsewhere.text).not.toContain('evil.example')
  })

  test('the page about a fault of ours names the trace, and nothing else of the fault', async () => {
    await server.instance.db.schema.alterTable('clients').renameTo('clients_gone').execute()
    const { status, text, headers } = await open('/__clerk/v1/client/touch?redirect_url=%2F', {
      ...opened,
      cookie: `${server.clientCookie}=x`,
    })
    await server.instance.db.schema
      .alterTable('clients_gone' as 'clients')
      .renameTo('clients')
      .execute()
    expect(status).toBe(500)
    expect(text).toContain(`Trace id: ${headers.get('x-clerk-trace-id')}`)
    expect(text).not.toContain('clients')
  })

  test.each([
    ['a script of a page', { accept: '*/*', 'sec-fetch-dest': 'empty' }],
    ['a script of a page that asks for HTML', { ...opened, 'sec-fetch-dest': 'empty' }],
    ['an image', { accept: 'image/*,*/*', 'sec-fetch-dest': 'image' }],
    ['another server', {}],
  ])('a refusal is JSON for %s', async (_, headers) => {
    const { status, type, text } = await open('/__clerk/nowhere', headers)
    expect([status, type, JSON.parse(text).errors[0].code]).toEqual([404, 'application/json', 'resource_not_found'])
  })

  test.each(['frame', 'iframe'])('a refusal is a page in a page’s %s', async (destination) => {
    expect((await open('/__clerk/nowhere', { 'sec-fetch-dest': destination })).type).toBe('text/html; charset=utf-8')
  })

  test('attack: an address names a parameter that would be markup', async () => {
    const authorization = `Bearer ${server.instance.keys.secretKey.reveal()}`
    const { status, text } = await open('/__clerk/api/v1/users?%3Cscript%3E=1', { ...opened, authorization })
    expect(status).toBe(422)
    expect(text).toContain('&#60;script&#62; is not a valid parameter')
    expect(text).not.toContain('<script')
  })

  test('a refusal is a page for browsers that do not say what they fetch', async () => {
    expect((await open('/__clerk/nowhere', { accept: opened.accept })).type).toBe('text/html; charset=utf-8')
  })

  test.each([
    ['/sign-out', opened],
    ['/sign-out', { accept: opened.accept }],
    ['/__clerk/v1/client/sign_ins', opened],
  ])('the refusal of a form that a browser sends to %s is a page', async (path, headers) => {
    const { status, type, text } = await open(path, { ...headers, origin: 'https://evil.example' }, 'POST')
    expect([status, type]).toEqual([400, 'text/html; charset=utf-8'])
    expect(text).toContain('<h1>This was not done</h1>')
    expect(text).toContain('<span>Grand &#60;Hotel&#62;</span>\n</div>\n<h1>') // the brand, as on every page
    expect(text).not.toContain('evil.example')
  })

  test('the refusal of what a script sends is JSON', async () => {
    const headers = { accept: '*/*', 'sec-fetch-dest': 'empty', origin: 'https://evil.example' }
    const { status, type, text } = await open('/sign-out', headers, 'POST')
    expect([status, type, JSON.parse(text).errors[0].code]).toEqual([400, 'application/json', 'origin_invalid'])
  })
})
