import { createServer as createSecureServer } from 'node:https'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { selfSignedCertificate } from '../../../../../tests/environment/certificate.js'
import { type Listening, listening } from '../../../../../tests/environment/listening.js'
import { createOutbound, type LookUp, OutboundRefused, requireOutboundUrl } from './outbound.js'

/** An address of the internet at which nothing listens: it is set aside for questions that nobody should ask (RFC 7535). */
const sink = '192.175.48.1'

let server: Listening
let port: string
let asked: Array<{ method: string | undefined; url: string | undefined; headers: NodeJS.Dict<string | string[]>; body: string }>
let answer: { status: number; headers?: Record<string, string>; body?: string }

beforeEach(async () => {
  asked = []
  answer = { status: 200, body: 'hello' }
  server = await listening(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    asked.push({ method: request.method, url: request.url, headers: request.headers, body })
    response.writeHead(answer.status, answer.headers)
    if (answer.body !== 'silence') response.end(answer.body)
    else response.write('a beginning')
  })
  port = new URL(server.origin).port
})
afterEach(() => {
  vi.unstubAllEnvs()
  return server.close()
})

/** A name server that gives these answers, one after the other, and the last one from then on. */
function answering(...answers: string[][]) {
  const questions: string[] = []
  const lookUp: LookUp = (hostname, _options, done) => {
    const addresses = answers[Math.min(questions.push(hostname), answers.length) - 1]!
    setImmediate(() =>
      done(
        null,
        addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      ),
    ) // as a real one: later
  }
  return { questions, lookUp }
}

const to = (...privateHosts: string[]) => createOutbound(() => privateHosts)

test('a named host on this machine is asked, with what was given and nothing else', async () => {
  const response = await to('127.0.0.1').fetch(`${server.origin}/hook?a=1`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"ä":1}',
  })
  expect([response.status, await response.text()]).toEqual([200, 'hello'])
  expect(asked).toEqual([
    {
      method: 'POST',
      url: '/hook?a=1',
      headers: { host: `127.0.0.1:${port}`, 'content-type': 'application/json', 'content-length': '8', connection: 'close' },
      body: '{"ä":1}',
    },
  ])
})

describe('a host of this network that is not named is not asked, however it is spelled:', () => {
  const spellings = [
    '127.0.0.1',
    '127.0.0.1.',
    '127.1',
    '2130706433',
    '0x7f.0.0.1',
    '0177.0.0.1',
    '①②⑦.0.0.1',
    '0.0.0.0',
    'localhost',
  ]
  const longer = [
    'localhost.',
    'LOCALHOST',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[64:ff9b::127.0.0.1]',
    '[::]',
    '169.254.169.254',
  ]
  test.each([...spellings, ...longer])('%s', async (host) => {
    for (const protocol of ['http', 'https']) {
      const asking = to('elsewhere.example').fetch(`${protocol}://${host}:${port}/`)
      await expect(asking).rejects.toThrow(/FRONTDESK_PRIVATE_HOSTS/)
      await expect(asking).rejects.toThrow(OutboundRefused)
    }
    expect(asked).toEqual([])
  })
})

test('a host may be named with its port, and other ports of it stay closed', async () => {
  expect((await to(`127.0.0.1:${port}`).fetch(server.origin)).status).toBe(200)
  await expect(to('127.0.0.1:1').fetch(server.origin)).rejects.toThrow('set FRONTDESK_PRIVATE_HOSTS to 127.0.0.1')
  expect(() => requireOutboundUrl('http://billing.internal/hook', ['billing.internal:80'])).not.toThrow()
  expect(() => requireOutboundUrl('https://billing.internal/hook', ['billing.internal:80'])).not.toThrow() // its address is seen later
})

test.each([
  ['http://shop.example/', 'use https://'],
  ['https://user:password@shop.example/', 'user name'],
  ['https://user@shop.example/', 'user name'],
  ['ftp://shop.example/', 'use https://'],
  ['file:///etc/passwd', 'use https://'],
  ['https://', 'no URL'],
  ['shop.example/hook', 'no URL'],
])('%s is refused before any name is looked up', (url, because) => {
  expect(() => requireOutboundUrl(url, [])).toThrow(because)
})

test('a name is looked up once, and the answer that was checked is the one that is connected to', async () => {
  const { questions, lookUp } = answering([sink], ['127.0.0.1'])
  const asking = createOutbound(() => [], lookUp).fetch(`https://rebinding.example:${port}/`, { timeoutMs: 300 })
  await expect(asking).rejects.toThrow()
  expect(questions).toEqual(['rebinding.example'])
  expect(asked).toEqual([])
})

test.each([
  ['an address of this machine', ['127.0.0.1']],
  ['a public address beside one of this machine', [sink, '127.0.0.1']],
  ['an address of this machine in the clothes of IPv6', ['::ffff:127.0.0.1']],
  ['the metadata of a cloud', ['169.254.169.254']],
])('a name that turns into %s is refused', async (_, addresses) => {
  const { lookUp } = answering(addresses)
  const asking = createOutbound(() => [], lookUp).fetch(`https://rebinding.example:${port}/`)
  await expect(asking).rejects.toThrow(/^rebinding\.example has the private address .+ FRONTDESK_PRIVATE_HOSTS/)
  await expect(asking).rejects.toThrow(OutboundRefused)
})

test('a named host may be anywhere in the network, but for the metadata of a cloud', async () => {
  const { lookUp } = answering(['127.0.0.1'], ['169.254.169.254'])
  const outbound = createOutbound(() => ['billing.internal'], lookUp)
  expect((await outbound.fetch(`http://billing.internal:${port}/`)).status).toBe(200)
  expect(asked[0]!.headers.host).toBe(`billing.internal:${port}`)
  await expect(outbound.fetch(`http://billing.internal:${port}/`)).rejects.toThrow('link-local')
})

test('what may be asked follows the setting', async () => {
  const hosts: string[] = []
  const outbound = createOutbound(() => hosts)
  await expect(outbound.fetch(server.origin)).rejects.toThrow(OutboundRefused)
  hosts.push('127.0.0.1')
  expect((await outbound.fetch(server.origin)).status).toBe(200)
})

test.each([301, 302, 303, 307, 308])('a redirect is not followed: %i', async (status) => {
  answer = { status, headers: { location: `${server.origin}/elsewhere` } }
  const response = await to('127.0.0.1').fetch(server.origin)
  expect([response.status, response.headers.get('location')]).toEqual([status, `${server.origin}/elsewhere`])
  expect(asked).toHaveLength(1)
})

test('a proxy of the environment is not used', async () => {
  for (const name of ['HTTP_PROXY', 'http_proxy']) vi.stubEnv(name, 'http://127.0.0.1:1')
  vi.stubEnv('NODE_USE_ENV_PROXY', '1')
  expect((await to('127.0.0.1').fetch(server.origin)).status).toBe(200)
})

test('an answer has limits: its time, its headers, its length', async () => {
  const outbound = to('127.0.0.1')
  answer = { status: 200, body: 'silence' }
  await expect(outbound.fetch(server.origin, { timeoutMs: 100 })).rejects.toThrow('No answer came within 0.1 seconds')
  answer = { status: 200, headers: { 'x-long': 'x'.repeat(20_000) } }
  await expect(outbound.fetch(server.origin)).rejects.toThrow(/header/i)
  answer = { status: 200, body: 'x'.repeat(100_001) }
  await expect(outbound.fetch(server.origin, { maxBytes: 100_000 })).rejects.toThrow('more than 100000 bytes')
  expect(await (await outbound.fetch(server.origin, { maxBytes: 100_001 })).text()).toHaveLength(100_001)
  expect(await (await outbound.fetch(server.origin, { maxBytes: 10, longer: 'cut' })).text()).toBe('xxxxxxxxxx')
  answer = { status: 200, headers: { 'transfer-encoding': 'chunked' }, body: 'x'.repeat(100_001) }
  await expect(outbound.fetch(server.origin, { maxBytes: 100_000 })).rejects.toThrow('more than 100000 bytes')
})

test('a name server that never answers is given up in time', async () => {
  const asking = createOutbound(
    () => [],
    () => {},
  ).fetch('https://silent.example/', { timeoutMs: 100 })
  await expect(asking).rejects.toThrow('No answer came within 0.1 seconds')
})

test('who asks can give up', async () => {
  answer = { status: 200, body: 'silence' }
  const giving = new AbortController()
  const asking = to('127.0.0.1').fetch(server.origin, { signal: giving.signal })
  giving.abort()
  await expect(asking).rejects.toThrow(/abort/i)
})

test('an answer without a body is one', async () => {
  for (const status of [204, 304]) {
    answer = { status }
    expect((await to('127.0.0.1').fetch(server.origin)).status).toBe(status)
  }
})

test('a certificate that nobody trusts is refused, whatever the environment says', async () => {
  const secure = createSecureServer(selfSignedCertificate('localhost'), (_, response) => void response.end())
  await new Promise<void>((resolve) => secure.listen(0, '127.0.0.1', resolve))
  const { port: securePort } = secure.address() as { port: number } // it listens on a port
  vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0')
  try {
    await expect(to('localhost').fetch(`https://localhost:${securePort}/`)).rejects.toThrow(/self-signed/)
  } finally {
    secure.close()
  }
})
