/** Attack: a stranger, or somebody who signed up for it, fills the disk or keeps the server busy with calls that are cheap to send. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { engines, type TestServer, testOrigin, testServer } from '../testing/test-server.js'

const attemptsPerMinute = 3
const codeOf = ({ status, body }: { status: number; body: { errors?: Array<{ code: string }> } }) => [
  status,
  body.errors?.[0]?.code,
]

describe.each(engines)('calls on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await testServer(engine, { rateLimits: { attemptsPerMinute } })
  })
  afterAll(() => server.close())

  const from = (remoteAddress: string, method: string, path: string, headers: Record<string, string> = {}) =>
    server.request(`/__clerk/v1${path}`, { method, headers }, { remoteAddress })
  const clients = async () => (await server.instance.db.selectFrom('clients').select('id').execute()).length

  test('calls of unknown browsers make five times as many clients a minute as there may be tries, and then none', async () => {
    const before = await clients()
    const statuses: number[] = []
    for (let at = 0; at < 20; at++) statuses.push((await from('192.0.2.1', 'POST', '/client')).status)
    expect(statuses).toEqual([...Array(15).fill(200), ...Array(5).fill(429)])
    expect(await clients()).toBe(before + 15)

    expect((await from('192.0.2.1', 'GET', '/client')).status).toBe(200)
    expect((await from('198.51.100.1', 'PUT', '/client')).status).toBe(200)
    server.clock.advance(60_000)
    expect((await from('192.0.2.1', 'POST', '/client')).status).toBe(200)
  })

  test('calls of a known browser are counted too, and the refused ones before their body is read', async () => {
    const browser = server.browser()
    await browser.call('POST', '/client')
    const cookie = browser.cookies.header()
    let isRead = false
    const send = () =>
      server.request(
        '/__clerk/v1/client/sign_ins',
        {
          method: 'POST',
          headers: { cookie, origin: testOrigin, 'content-type': 'text/xml' },
          body: new ReadableStream(
            {
              pull(controller) {
                isRead = true
                controller.enqueue(new TextEncoder().encode('<a/>'))
                controller.close()
              },
            },
            { highWaterMark: 0 },
          ),
          duplex: 'half',
        } as RequestInit, // the DOM type lacks `duplex`
        { remoteAddress: '203.0.113.1' },
      )
    for (let at = 0; at < attemptsPerMinute * 50; at++) expect((await send()).status).toBe(415)
    isRead = false
    const refused = await send()
    expect([refused.status, refused.headers.get('retry-after'), isRead]).toEqual([429, '60', false])
    expect(((await refused.json()) as { meta?: unknown }).meta).toBeUndefined()
  })

  test('calls that change an account are counted for the person, whatever the network', async () => {
    server.clock.advance(60_000)
    const browser = server.browser()
    await browser.signUp()
    const change = (last_name: string) => browser.call('PATCH', '/me', { last_name })
    const before = (await server.events()).length
    const answers = [await change('One'), await change('Two'), await change('Three'), await change('Four')]
    expect(answers.map(codeOf)).toEqual([...Array(3).fill([200, undefined]), [429, 'too_many_requests']])
    expect((await server.events()).length).toBe(before + 3)
    expect((await browser.call('GET', '/me')).body.response.last_name).toBe('Three')

    const other = server.browser()
    server.clock.advance(60_000)
    await other.signUp()
    expect((await other.call('PATCH', '/me', { last_name: 'Other' })).status).toBe(200)
  })
})
