/** Addresses that are missing, malformed, or lead elsewhere. */
import { describe, expect, test } from 'vitest'
import { listening } from '../../../../../tests/environment/listening.js'
import { apart, away, edited, originOf, own, remote, testFindings, users, useServers } from '../../testing/doctored-apps.js'
import { diagnoseAddress } from './address.js'
import { addressChecks } from './addresses.js'

useServers()

testFindings(
  [...addressChecks],
  [
    ['api-url-missing', 'no address of the API', () => away({ CLERK_API_URL: '' })],
    [
      'api-url-wrong',
      "the front page in the place of the API's address",
      () => away({ CLERK_API_URL: new URL(remote.CLERK_API_URL!).origin }),
    ],
    ['api-url-wrong', 'an API address with /v1', () => away({ CLERK_API_URL: `${remote.CLERK_API_URL}/v1` })],
    ['proxy-url-missing', 'no proxy URL', () => away({ CLERK_PROXY_URL: '' })],
    ['proxy-url-wrong', 'a proxy URL that ends with a slash', () => away({ CLERK_PROXY_URL: `${remote.CLERK_PROXY_URL}/` })],
    ['proxy-url-without-proxy', 'a proxy path where nothing is proxied', () => away({ CLERK_PROXY_URL: '/__clerk' })],
    [
      'sign-in-url-missing',
      'requireAuth() with nowhere to go',
      () => away({}, { 'users.js': users.replace("{ signInUrl: '/in' }", '') }),
    ],
    [
      'sign-in-url-guarded',
      'a sign-in page that asks to sign in first',
      () =>
        away(
          {},
          { 'app.js': apart.replace('app.listen', "app.get('/in', requireAuth({ signInUrl: '/in' }), page)\napp.listen") },
        ),
    ],
    [
      'allowed-origins-malformed',
      'a wildcard among the allowed origins',
      () => own({}, { FRONTDESK_ALLOWED_ORIGINS: 'https://*.example.com' }),
    ],
    [
      'allowed-origins-malformed',
      'a path behind an allowed origin',
      () => own({}, { FRONTDESK_ALLOWED_ORIGINS: 'https://a.example, https://b.example/shop' }),
    ],
    ['allowed-origins-malformed', 'a host without a scheme', () => own({}, { FRONTDESK_ALLOWED_ORIGINS: 'localhost:5173' })],
    ['public-url-malformed', 'a public address without a scheme', () => own({}, { FRONTDESK_PUBLIC_URL: 'localhost:3000' })],
    [
      'front-end-not-allowed',
      'a front end that only cors() knows',
      () => edited(['app.use(desk)', "app.use(cors({ origin: ['https://shop.example'], credentials: true }))\napp.use(desk)"]),
    ],
  ],
)

describe('at an address the doctor finds', () => {
  const names = async (address: string, ahead = 0) =>
    (await diagnoseAddress(address, () => Date.now() + ahead)).map(({ name }) => name)

  test('the doctor finds nothing at an address where a server answers', async () => {
    expect(await names(`${new URL(remote.CLERK_API_URL!).origin}/some/page`)).toEqual([])
  })

  test('the doctor finds at an address what is wrong with clock, address and program', async () => {
    expect(await names(remote.CLERK_API_URL!, 60_000)).toEqual(['clock-skew'])
    expect(await names(await originOf((_, response) => void response.end('other')))).toEqual(['frontend-api-missing'])
    const page = await diagnoseAddress(
      await originOf((_, response) => void response.setHeader('content-type', 'text/html').end('<html>')),
    )
    expect(page).toEqual([
      {
        name: 'frontend-api-missing',
        cause: expect.stringContaining('/__clerk answers with a page'),
        cure: expect.stringContaining('app.use(frontdesk()) on the app itself, without a path'),
      },
    ])
    const { origin, close } = await listening()
    await close()
    expect(await names(origin)).toEqual(['app-unreachable'])
  })
})
