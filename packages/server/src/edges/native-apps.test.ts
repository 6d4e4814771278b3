import { frontendApi, type Operation, unservedFrontendLines } from '@frontdesk/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { engines, type TestServer, testOrigin, testPassword, testServer } from '../testing/test-server.js'

const served = Object.values(frontendApi).flatMap((group): Operation[] => Object.values(group))
const lines = [...served.map(({ method, path }) => `${method} ${path}`), ...unservedFrontendLines, 'GET /nonsense']

describe.each(engines)('a native app on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await testServer(engine)
  })
  afterAll(() => server.close())

  /** As Clerk's SDKs for Expo, iOS and Android call: no cookies, no origin, and whatever client they were given before. */
  const callNatively = (method: string, path: string, init: RequestInit = {}) =>
    server.request(`/__clerk/v1${path}`, { method, headers: { authorization: '' }, ...init })
  const read = async (response: Response) => ({ status: response.status, body: (await response.json()) as object })

  test('a native app is refused by name on every path of the Frontend API, with no cookie and no change', async () => {
    for (const line of lines) {
      const [method, path] = line.split(' ') as [string, string] // as lines are written
      const response = await callNatively(method, `${path}?_is_native=1`)
      expect(response.headers.getSetCookie()).toEqual([])
      expect(await read(response), line).toBeRefused(400, 'native_api_disabled')
    }
    expect(await server.events()).toEqual([])
  })

  test.each([
    '_is_native=1',
    '_is_native=true',
    '_is_native=TRUE',
    '_is_native=0&_is_native=1',
    '_is_native=1&_is_native=0',
    '_method=PATCH&_is_native=1',
    '_method=nonsense&_is_native=1',
  ])('a native app is refused however it says so: ?%s', async (query) => {
    const body = new URLSearchParams({ email_address: 'native@example.com', password: testPassword })
    expect(await read(await callNatively('POST', `/client/sign_ups?${query}`, { body }))).toBeRefused(400, 'native_api_disabled')
    expect(await server.events()).toEqual([])
  })

  test.each([
    ['form', (flag: string[]) => new URLSearchParams(flag.map((value): [string, string] => ['_is_native', value]))],
    ['upload', formData],
  ] as const)('a native app that says so in its %s is refused, too', async (_kind, bodyOf) => {
    for (const flag of [['1'], ['true'], ['0', '1']]) {
      const response = await callNatively('POST', '/client/sign_ins', { body: bodyOf(flag) })
      expect(await read(response)).toBeRefused(400, 'native_api_disabled')
    }
  })

  test.each([1, true, '1', ['true']])('a native app that says so in JSON is refused, too: %j', async (flag) => {
    const headers = { 'content-type': 'application/json' }
    const body = JSON.stringify({ _is_native: flag })
    const response = await callNatively('POST', '/client/sign_ins', { headers, body })
    expect(await read(response)).toBeRefused(400, 'native_api_disabled')
  })

  test('a refused native app reads why, and that a web view is the way', async () => {
    const { body } = await read(await callNatively('GET', '/client?_is_native=1'))
    expect(body).toMatchObject({
      errors: [
        {
          message: 'Native API disabled',
          long_message:
            'This server knows browsers by their cookies and serves no native apps. Show its pages in a web view instead.',
        },
      ],
    })
  })

  test('the environment says that the native API is off', async () => {
    const { body } = await server.browser().call('GET', '/environment')
    expect(body.auth_config.native_settings.api_enabled).toBe(false)
  })

  test.each(['', '_is_native=', '_is_native=0', '_is_native=false', 'is_native=1', 'redirect_url=%3F_is_native%3D1'])(
    'a browser that sends ?%s is served as ever',
    async (query) => {
      const browser = server.browser()
      await browser.signUp()
      expect((await browser.call('GET', `/client?${query}`)).body.response.sessions).toHaveLength(1)
    },
  )

  test('an allowed page may read that it is refused, after a preflight that is answered', async () => {
    const headers = { origin: testOrigin }
    const [asked, refused] = await Promise.all(
      ['OPTIONS', 'GET'].map((method) => server.request('/__clerk/v1/client?_is_native=1', { method, headers })),
    )
    expect([asked!.status, refused!.status]).toEqual([204, 400])
    expect(refused!.headers.get('access-control-allow-origin')).toBe(testOrigin)
  })

  test('the Backend API knows no such flag', async () => {
    expect((await server.backend('GET', '/users?_is_native=1')).status).toBe(200)
  })
})

function formData(flag: string[]): FormData {
  const form = new FormData()
  for (const value of flag) form.append('_is_native', value)
  return form
}
