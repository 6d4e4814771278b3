/** A server with two identity providers of a test's own, and browsers that go there and come back. */
import type { Engine } from '../database/open.js'
import type { FrontdeskOptions } from '../start/frontdesk-options.js'
import { type LyingProvider, lyingProvider, type Person } from './lying-provider.js'
import { type AnyBody, type TestBrowser, type TestServer, testOrigin, testServer } from './test-server.js'

type Kind = 'sign_ins' | 'sign_ups'

export interface CameBack {
  status: number
  location: string | null
  /** The answer's text, for those that are refused. */
  text: string
}

export interface SocialServer extends TestServer {
  acme: LyingProvider
  /** Another one, which may be in other hands. */
  other: LyingProvider
  /** Begins, and answers the attempt's id and where the browser is sent. */
  begin(browser: TestBrowser, kind: Kind, from?: LyingProvider): Promise<{ id: string; address: string }>
  /** Opens the callback's address, as a browser does that is sent there. */
  comeBack(browser: TestBrowser, callback: string): Promise<CameBack>
  /** There and back. */
  go(browser: TestBrowser, kind: Kind, person: Person, from?: LyingProvider): Promise<CameBack>
  stateOf(browser: TestBrowser): Promise<AnyBody>
}

/** Where attempts go on, and where they end. */
export const wayBack = { redirect_url: `${testOrigin}/sign-in`, action_complete_redirect_url: `${testOrigin}/home` }

export async function socialServer(
  engine: Engine,
  { reaches = ['acme', 'other'], ...options }: FrontdeskOptions & { reaches?: Array<'acme' | 'other'> } = {},
): Promise<SocialServer> {
  let now = () => 0
  const acme = await lyingProvider(() => now())
  const other = await lyingProvider(() => now())
  const client = { clientId: 'frontdesk', clientSecret: 'a secret' }
  const server = await testServer(engine, {
    outbound: { privateHosts: reaches.map((name) => ({ acme, other })[name].host) },
    social: { custom_acme: { ...client, issuer: acme.issuer }, custom_other: { ...client, issuer: other.issuer } },
    ...options,
  })
  now = server.clock.now

  const social: SocialServer = {
    ...server,
    acme,
    other,
    async begin(browser, kind, from = acme) {
      const strategy = from === acme ? 'oauth_custom_acme' : 'oauth_custom_other'
      const { body } = await browser.call('POST', `/client/${kind}`, { strategy, ...wayBack })
      if (!body.response) throw new Error(`It did not begin: ${JSON.stringify(body)}`)
      const { first_factor_verification, verifications } = body.response
      const address = (first_factor_verification ?? verifications.external_account).external_verification_redirect_url
      return { id: body.response.id, address }
    },
    async comeBack(browser, callback) {
      const { pathname, search } = new URL(callback)
      const response = await server.request(`${pathname}${search}`, { headers: { cookie: browser.cookies.header() } })
      browser.cookies.store(response)
      return { status: response.status, location: response.headers.get('location'), text: await response.text() }
    },
    async go(browser, kind, person, from = acme) {
      const { address } = await social.begin(browser, kind, from)
      return social.comeBack(browser, from.allow(address, person))
    },
    stateOf: async (browser) => (await browser.call('GET', '/client')).body.response,
    async close() {
      await server.close()
      await acme.close()
      await other.close()
    },
  }
  return social
}
