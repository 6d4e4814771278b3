import { once } from 'node:events'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Listening, listening } from '../../../../tests/environment/listening.js'
import { type TestServer, testServer } from '../testing/test-server.js'

describe("Node's messages", () => {
  let server: TestServer
  let bridge: Listening
  let port: number

  beforeAll(async () => {
    server = await testServer('sqlite')
    bridge = await listening(server.frontdesk.listener)
    port = Number(new URL(bridge.origin).port)
  })
  afterAll(async () => {
    await bridge.close()
    await server.close()
  })

  /** The bytes of an answer to bytes that no HTTP client would send. */
  async function exchange(bytes: string): Promise<string> {
    const socket = connect(port, '127.0.0.1').end(bytes)
    let answer = ''
    for await (const chunk of socket.setEncoding('utf8')) answer += chunk
    return answer
  }
  const get = (target: string, host: string) => exchange(`GET ${target} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)

  test.each([
    ['a user name in the host', '/__clerk/v1/client', 'user@localhost'],
    ['a path in the host', '/__clerk/v1/client', 'localhost/evil'],
    ['a query in the host', '/__clerk/v1/client', 'localhost?'],
    ['an impossible port', '/__clerk/v1/client', 'localhost:99999'],
    ['a target that is no path', '*', 'localhost'],
    ['a target of another scheme', 'file:///etc/passwd', 'localhost'],
  ])('a request with %s is a bad request', async (_, target, host) => {
    expect(await get(target, host)).toMatch(/^HTTP\/1\.1 400 [\s\S]*The request line or the Host header makes no URL/)
  })

  test.each([
    ['a path', '/__clerk/v1/client'],
    ['the absolute form that proxies send', 'http://localhost/__clerk/v1/client'],
  ])('a request for %s is answered', async (_, target) => {
    expect(await get(target, 'localhost')).toMatch(/^HTTP\/1\.1 200 [\s\S]*"client":null/)
  })

  test('a path that begins with two slashes names no other host', async () => {
    expect(await get('//evil.example/__clerk/v1/client', 'localhost')).toMatch(/^HTTP\/1\.1 404 /)
  })

  test('a HEAD request gets only the headers', async () => {
    const response = await fetch(`${bridge.origin}/sign-in`, { method: 'HEAD' })
    expect(response.status).toBe(200)
    expect(Number(response.headers.get('content-length'))).toBeGreaterThan(500)
    expect(await response.text()).toBe('')
  })

  const post = (headers: string[], body: string) =>
    exchange(
      [
        'POST /__clerk/v1/client/sign_ins HTTP/1.1',
        'Host: localhost',
        'Connection: close',
        'Content-Type: application/json',
        ...headers,
        '',
        body,
      ].join('\r\n'),
    )

  test('a body that never names its length is cut off at the limit', async () => {
    const chunk = `${(65_536).toString(16)}\r\n${'x'.repeat(65_536)}\r\n`
    const answer = await post(['Transfer-Encoding: chunked'], `${chunk.repeat(17)}0\r\n\r\n`)
    expect(answer).toMatch(/^HTTP\/1\.1 413 [\s\S]*request_body_too_large/)
  })

  test('a body in pieces is put together', async () => {
    const answer = await post(['Transfer-Encoding: chunked'], '7\r\n{"ident\r\n10\r\nifier":"nobody"}\r\n0\r\n\r\n')
    expect(answer).toMatch(/^HTTP\/1\.1 422 [\s\S]*form_identifier_not_found/)
  })

  test('a caller that hangs up in the middle of its body leaves no trace in the log', async () => {
    const socket = connect(port, '127.0.0.1')
    socket.write('POST /__clerk/v1/client/sign_ins HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{"ident')
    const [request] = await once(bridge.server, 'request')
    socket.destroy()
    await new Promise((resolve) => request.once('close', resolve))
    expect(server.logs.filter((line) => line.level === 'error')).toEqual([])
  })
})
