/** A domain of the server's own that does not go with the rest of the environment. */
import { expect, test } from 'vitest'
import { away, edited, findingsOf, own, remote, testFindings, useServers } from '../../testing/doctored-apps.js'
import { domainChecks } from './domain.js'

useServers()

const keyOf = (host: string) => `pk_live_${Buffer.from(`${host}$`).toString('base64')}`
const domain = { NODE_ENV: 'production', FRONTDESK_DOMAIN: 'clerk.example.com', FRONTDESK_SMTP_URL: 'smtp://mail.example' }

testFindings(domainChecks, [
  ['domain-refused', 'a domain with a scheme', () => own({}, { ...domain, FRONTDESK_DOMAIN: 'https://clerk.example.com' })],
  ['domain-refused', 'a domain that leaves a public suffix', () => own({}, { ...domain, FRONTDESK_DOMAIN: 'example.co.uk' })],
  [
    'domain-refused',
    'a public URL that is no part of the domain',
    () => own({}, { ...domain, FRONTDESK_PUBLIC_URL: 'https://app.other.example' }),
  ],
  ['proxy-url-beside-domain', 'a proxy URL beside a domain', () => own({}, { ...domain, CLERK_PROXY_URL: '/__clerk' })],
  ['publishable-key-without-domain', 'the first key where there is a domain', () => away({ ...domain, CLERK_PROXY_URL: '' })],
])

test('the doctor finds nothing in an environment with a domain', async () => {
  expect(await findingsOf(own({}, domain))).toEqual([])
  expect(await findingsOf(own({}, { ...domain, FRONTDESK_PUBLIC_URL: 'https://app.example.com' }))).toEqual([])
})

test("the doctor lets an app's sub-domains call it, and no other origin", async () => {
  const withPage = (origin: string) => ({
    ...edited(['app.use(desk)', `app.use(cors({ origin: '${origin}', credentials: true }))\napp.use(desk)`]),
    env: domain,
  })
  expect(await findingsOf(withPage('https://shop.example.com'))).toEqual([])
  expect((await findingsOf(withPage('https://shop.example'))).map(({ name }) => name)).toEqual(['front-end-not-allowed'])
})

test("the doctor takes the domain's key for one of the instance", async () => {
  const server = { ...remote, ...domain, CLERK_PROXY_URL: '', CLERK_PUBLISHABLE_KEY: keyOf('clerk.example.com') }
  expect((await findingsOf(away(server))).map(({ name }) => name)).toEqual(['publishable-key-of-another-instance']) // whose server has no domain
})
