import { once } from 'node:events'
import type { IncomingHttpHeaders } from 'node:http'
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { listening } from '../../../tests/environment/listening.js'
import {
  clerkFrontendApiProxy,
  DEFAULT_PROXY_PATH,
  type FrontendApiProxyOptions,
  fapiUrlFromPublishableKey,
  matchProxyPath,
  stripTrailingSlashes,
} from './proxy.js'
import { liveKey } from './testing/desk.js'

const settings = { publishableKey: liveKey, secretKey: 'sk_live_1', fapiUrl: 'https://fapi.example' }
const proxied = async (options: FrontendApiProxyOptions, url = 'https://app.example/__clerk/v1/client') => {
  const answer = await clerkFrontendApiProxy(new Request(url), options)
  const { errors } = (await answer.json()) as { errors: Array<{ code: string; message: string }> }
  return [answer.status, errors[0]?.code, errors[0]?.message]
}

describe('clerkFrontendApiProxy()', () => {
  afterEach(() => void vi.unstubAllEnvs())

  test('clerkFrontendApiProxy() sends no secret key to Clerk’s own service, by address or by a key of Clerk’s that was left', async () => {
    vi.stubEnv('CLERK_API_URL', '')
    const sent = vi.spyOn(globalThis, 'fetch').mockRejectedValue(new Error('sent'))
    const clerksKey = `pk_test_${btoa('happy-cat-1.clerk.accounts.dev$')}`
    for (const options of [
      { ...settings, fapiUrl: 'https://frontend-api.clerk.dev' },
      { ...settings, fapiUrl: 'https://API.clerk.com.' },
      { ...settings, fapiUrl: '', apiUrl: 'https://api.clerk.com/api' },
      { ...settings, fapiUrl: '', publishableKey: clerksKey },
    ])
      expect(await proxied(options)).toEqual([500, 'proxy_configuration_error', expect.stringContaining("Clerk's own service")])
    expect(sent).not.toHaveBeenCalled()
    sent.mockRestore()
  })

  test('clerkFrontendApiProxy() names the setting that is missing', async () => {
    vi.stubEnv('CLERK_PUBLISHABLE_KEY', '')
    vi.stubEnv('CLERK_SECRET_KEY', '')
    const code = 'proxy_configuration_error'
    expect(await proxied({ ...settings, secretKey: '' })).toEqual([500, code, expect.stringContaining('CLERK_SECRET_KEY')])
    expect(await proxied({ ...settings, publishableKey: '' })).toEqual([
      500,
      code,
      expect.stringContaining('CLERK_PUBLISHABLE_KEY'),
    ])
    expect(await proxied({ ...settings, publishableKey: 'pk', fapiUrl: '' })).toEqual([
      500,
      code,
      expect.stringContaining('pk_live_'),
    ])
  })

  test.each([
    'ftp://fapi.example',
    'fapi.example',
    'https://user:word@fapi.example',
    'https://fapi.example/?x',
    'https://fapi.example/#x',
  ])('clerkFrontendApiProxy() refuses the address %s', async (fapiUrl) => {
    expect(await proxied({ ...settings, fapiUrl })).toEqual([500, 'proxy_configuration_error', expect.any(String)])
  })

  test('clerkFrontendApiProxy() answers for its own path alone', async () => {
    expect(await proxied(settings, 'https://app.example/other')).toEqual([400, 'proxy_path_mismatch', expect.any(String)])
    expect(await proxied({ ...settings, proxyPath: '/auth' })).toEqual([400, 'proxy_path_mismatch', expect.any(String)])
  })

  /** What other libraries have for a signal. */
  class ForeignSignal extends EventTarget {
    aborted = false
    reason: unknown
  }

  test.each([
    ['no signal at all', undefined],
    ['null for a signal', null],
    ['the signal of another library', new ForeignSignal()],
    ['one that only says whether it is over', { aborted: false }],
  ])('clerkFrontendApiProxy() passes on a request with %s', async (_, signal) => {
    const { origin: fapiUrl, close } = await listening((_request, response) => void response.end('passed on'))
    onTestFinished(close)
    const request = new Request('https://app.example/__clerk/v1/client')
    Object.defineProperty(request, 'signal', { value: signal })
    const answer = await clerkFrontendApiProxy(request, { ...settings, fapiUrl })
    expect([answer.status, await answer.text()]).toEqual([200, 'passed on'])
  })

  test('clerkFrontendApiProxy() ends with the signal of another library', async () => {
    const signal = new ForeignSignal()
    let hungUp: Promise<unknown> | undefined
    const { origin: fapiUrl, close } = await listening((request) => {
      hungUp = once(request.socket, 'close')
      signal.dispatchEvent(new Event('abort'))
    })
    onTestFinished(close)
    const request = new Request('https://app.example/__clerk/v1/client')
    Object.defineProperty(request, 'signal', { value: signal })
    expect((await clerkFrontendApiProxy(request, { ...settings, fapiUrl })).status).toBe(502)
    await hungUp
  })

  test('clerkFrontendApiProxy() passes a caller’s list of addresses on only where somebody vouches for its end', async () => {
    let told: IncomingHttpHeaders = {}
    const { origin: fapiUrl, close } = await listening((request, response) => {
      told = request.headers
      response.end('{}')
    })
    onTestFinished(close)
    const headers = { 'x-forwarded-for': '203.0.113.9', 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'http' }
    const ask = async (options: FrontendApiProxyOptions) => {
      await clerkFrontendApiProxy(new Request('https://app.example/__clerk/v1/client', { headers }), {
        ...settings,
        fapiUrl,
        ...options,
      })
      return [told['x-forwarded-for'], told['x-forwarded-host'], told['x-forwarded-proto']]
    }
    expect(await ask({})).toEqual([undefined, 'app.example', 'https'])
    expect(await ask({ remoteAddress: '10.0.0.1' })).toEqual(['203.0.113.9, 10.0.0.1', 'app.example', 'https'])
    expect(await ask({ trustedProxies: 1 })).toEqual(['203.0.113.9', 'evil.example', 'http']) // one's own proxy wrote it
  })

  test('clerkFrontendApiProxy() waits as long as it is told, and answers 504 then', async () => {
    const { origin: fapiUrl, close } = await listening() // takes requests and never answers
    onTestFinished(close)
    expect(await proxied({ ...settings, fapiUrl, timeoutInMs: 50 })).toEqual([
      504,
      'proxy_request_failed',
      expect.stringContaining('too long'),
    ])
  })
})

test('paths and addresses are told as Clerk tells them', () => {
  const at = (url: string, proxyPath?: string) => matchProxyPath(new Request(url), { proxyPath })
  expect([at('https://a.example/__clerk'), at('https://a.example/__clerk/v1'), at('https://a.example/__clerkx')]).toEqual([
    true,
    true,
    false,
  ])
  expect(at('https://a.example/auth/x', '/auth/')).toBe(true)
  expect([DEFAULT_PROXY_PATH, stripTrailingSlashes('/a///'), stripTrailingSlashes('///')]).toEqual(['/__clerk', '/a', ''])
  expect(fapiUrlFromPublishableKey(liveKey)).toBe('https://desk.frontdesk.localhost')
})
