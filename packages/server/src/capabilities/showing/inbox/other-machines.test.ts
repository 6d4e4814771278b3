/** Who reaches a developer's machine: the inbox and the known codes are for that machine itself. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { FrontdeskOptions } from '../../../start/frontdesk-options.js'
import { type AnyBody, type TestServer, testOrigin, testPassword, testServer } from '../../../testing/test-server.js'

const path = '/__frontdesk/inbox/messages'
const emailAddress = 'somebody@example.com'

interface Caller {
  remoteAddress: string
  headers?: Record<string, string>
}

const here: Array<[name: string, caller: Caller]> = [
  ['IPv4', { remoteAddress: '127.0.0.1' }],
  ['another loopback address', { remoteAddress: '127.0.0.2' }],
  ['IPv6', { remoteAddress: '::1' }],
  ['IPv4 in IPv6', { remoteAddress: '::ffff:127.0.0.1' }],
]
const forwarding: Array<Record<string, string>> = [
  { 'x-forwarded-for': '203.0.113.9', 'x-forwarded-proto': 'https' },
  { 'x-forwarded-for': '127.0.0.1' },
  { 'x-forwarded-host': 'localhost' },
  { 'x-forwarded-port': '3000' },
  { 'x-forwarded-proto': 'http' },
  { 'x-original-forwarded-for': '127.0.0.1' },
  { forwarded: 'for=127.0.0.1' },
  { 'x-real-ip': '127.0.0.1' },
  { 'x-client-ip': '127.0.0.1' },
  { via: '1.1 proxy' },
  { 'true-client-ip': '127.0.0.1' },
  { 'cf-connecting-ip': '127.0.0.1' },
  { 'fastly-client-ip': '127.0.0.1' },
]
const elsewhere: Array<[name: string, caller: Caller]> = [
  ['a neighbour on the network', { remoteAddress: '192.168.1.20', headers: { host: '192.168.1.5:3000' } }],
  ['a neighbour who writes Host: localhost', { remoteAddress: '192.168.1.20' }],
  ['a neighbour on IPv6', { remoteAddress: '::ffff:192.168.1.20' }],
  ['somebody whose address starts like ours', { remoteAddress: '127.evil' }],
  ['a connection that tells no address', { remoteAddress: '' }],
  ...forwarding.map((headers): [string, Caller] => [
    `whoever comes by a proxy that writes ${Object.keys(headers).join(' and ')}`,
    { remoteAddress: '127.0.0.1', headers },
  ]),
]
const behindTrustedProxy: Array<[name: string, headers: Record<string, string>, isHere: boolean]> = [
  ['for this machine', { 'x-forwarded-for': '127.0.0.1' }, true],
  ['for somebody else', { 'x-forwarded-for': '203.0.113.9' }, false],
  ['for somebody else who claims to be here', { 'x-forwarded-for': '127.0.0.1, 203.0.113.9' }, false],
  ['for nobody', { 'x-forwarded-proto': 'https' }, false],
]

const ask = ({ remoteAddress, headers }: Caller, server: TestServer, path: string, init: RequestInit = {}) =>
  server.request(
    path,
    { ...init, headers: { host: 'localhost:3000', ...headers, ...(init.headers as object) } },
    { remoteAddress },
  )

async function readsInbox(server: TestServer, caller: Caller): Promise<boolean> {
  const page = await ask(caller, server, '/__frontdesk/inbox')
  const messages = await ask(caller, server, path)
  expect(page.status).toBe(messages.status)
  if (messages.status === 200) return (await messages.text()).includes(emailAddress)
  expect([messages.status, messages.headers.get('cache-control')]).toEqual([403, 'no-store'])
  expect(await messages.text()).toMatch(/FRONTDESK_INBOX_OPEN/)
  const before = (await server.mailbox.all()).length
  const emptied = await ask(caller, server, path, { method: 'DELETE', headers: { origin: 'http://localhost:3000' } })
  expect([emptied.status, (await server.mailbox.all()).length]).toEqual([403, before])
  return false
}

let count = 0
async function signsUpByKnownCode(server: TestServer, caller: Caller): Promise<boolean> {
  const to = `test${++count}+clerk_test@example.com`
  const post = async (path: string, fields: Record<string, string>, cookie = '') => {
    const headers = { origin: testOrigin, cookie, 'content-type': 'application/x-www-form-urlencoded' }
    const body = new URLSearchParams(fields).toString()
    return ask(caller, server, `/__clerk/v1/client/sign_ups${path}`, { method: 'POST', headers, body })
  }
  const made = await post('', { email_address: to, password: testPassword, strategy: 'email_code' })
  const cookie = made.headers.getSetCookie().map((line) => line.split(';', 1)[0])
  const { id } = ((await made.json()) as AnyBody).response
  const done = await post(`/${id}/attempt_verification`, { strategy: 'email_code', code: '424242' }, cookie.join('; '))
  const isKnown = done.status === 200 && ((await done.json()) as AnyBody).response.status === 'complete'
  expect((await server.mailbox.lastCode(to)) === '424242').toBe(isKnown)
  return isKnown
}

async function started(options: FrontdeskOptions = {}): Promise<TestServer> {
  const server = await testServer('sqlite', options)
  const fields = { email_address: emailAddress, password: testPassword, strategy: 'email_code' }
  await server.browser().call('POST', '/client/sign_ups', fields)
  return server
}

describe('a development server', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await started()
  })
  afterAll(() => server.close())

  test.each(elsewhere)('attack: %s reads everybody’s codes', async (_, caller) => {
    expect(await readsInbox(server, caller)).toBe(false)
  })
  test.each(here)('this machine reads its inbox by %s', async (_, caller) => {
    expect(await readsInbox(server, caller)).toBe(true)
  })
  test.each(elsewhere.filter(([, { headers }]) => headers?.host === undefined))(
    'attack: %s uses the known code',
    async (_, caller) => {
      expect(await signsUpByKnownCode(server, caller)).toBe(false)
    },
  )
  test.each(here)('this machine uses the known code by %s', async (_, caller) => {
    expect(await signsUpByKnownCode(server, caller)).toBe(true)
  })
})

describe('a development server that trusts a proxy on its machine', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await started({ trustedProxies: 2 })
  })
  afterAll(() => server.close())

  test.each(behindTrustedProxy)(
    'asked by a trusted proxy %s, a development server is open only to its own machine',
    async (_, headers, isHere) => {
      const caller = { remoteAddress: '127.0.0.1', headers: { ...headers, 'x-forwarded-proto': 'http' } }
      expect(await readsInbox(server, caller)).toBe(isHere)
      expect(await signsUpByKnownCode(server, caller)).toBe(isHere)
      expect(await readsInbox(server, { ...caller, remoteAddress: '10.0.0.1' })).toBe(false)
    },
  )
})

test('inbox.open opens the inbox and the known code to other machines, for containers and remote development', async () => {
  const server = await started({ inbox: { open: true } })
  for (const [, caller] of elsewhere.filter(([, { headers }]) => headers?.host === undefined)) {
    expect(await readsInbox(server, caller)).toBe(true)
    expect(await signsUpByKnownCode(server, caller)).toBe(true)
  }
  await server.close()
})

test('inbox.open opens nothing in production', async () => {
  const server = await started({ environment: 'production', inbox: { open: true } })
  expect((await server.request(path)).status).toBe(404)
  expect(await signsUpByKnownCode(server, { remoteAddress: '127.0.0.1' })).toBe(false)
  await server.close()
})
