import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Person } from '../../../testing/lying-provider.js'
import { type SocialServer, socialServer, wayBack } from '../../../testing/social-server.js'
import { engines, type TestBrowser } from '../../../testing/test-server.js'
import { accessTokensOf } from '../../management/external-accounts/tokens.js'

let made = 0
const person = (claims: Partial<Person> = {}): Person => {
  const sub = `owner-${++made}`
  return { sub, email: `${sub}@example.com`, email_verified: true, given_name: 'Ann', family_name: 'Lee', ...claims }
}

describe.each(engines)('connected accounts on %s', (engine) => {
  let server: SocialServer
  beforeAll(async () => {
    server = await socialServer(engine)
  })
  beforeEach(() => {
    server.acme.lie = {}
  })
  afterAll(() => server.close())

  const strategy = 'oauth_custom_acme'
  const connect = async (browser: TestBrowser, who: Person) => {
    const { body } = await browser.call('POST', '/me/external_accounts', { strategy, ...wayBack })
    const { external_verification_redirect_url: address } = body.response.verification
    await server.comeBack(browser, server.acme.allow(address, who))
    return body.response.id as string
  }
  const me = async (browser: TestBrowser) => (await browser.call('GET', '/me')).body.response
  const tokens = (userId: string, provider = strategy) =>
    server.backend('GET', `/users/${userId}/oauth_access_tokens/${provider}`)
  const connected = async () => {
    const browser = server.browser()
    const { created_user_id: userId } = await browser.signUp()
    const who = person()
    return { browser, userId, who, id: await connect(browser, who) }
  }

  test('an account is connected, shown to its owner and to servers without tokens, and taken away', async () => {
    const { browser, userId, who, id } = await connected()
    const [account] = (await me(browser)).external_accounts
    expect(account).toMatchObject({
      object: 'external_account',
      id,
      provider: strategy,
      provider_user_id: who.sub,
      email_address: who.email,
      email_address_verified: true,
      first_name: 'Ann',
      verification: { status: 'verified', strategy },
    })
    const shown = await server.backend('GET', `/users/${userId}`)
    expect(shown.body.external_accounts).toMatchObject([{ id, provider_user_id: who.sub }])
    const { status, body } = await browser.call('DELETE', `/me/external_accounts/${id}`)
    expect({ status, response: body.response }).toEqual({
      status: 200,
      response: { object: 'external_account', id, deleted: true },
    })
    expect((await me(browser)).external_accounts).toEqual([])
    expect((await browser.call('DELETE', `/me/external_accounts/${id}`)).status).toBe(404)
    expect((await server.events()).slice(-2)).toEqual(['user.updated', 'user.updated'])
  })

  test('the provider is asked once more, such as for other scopes, and the account stays connected meanwhile', async () => {
    const { browser, id, who } = await connected()
    const { body } = await browser.call('PATCH', `/me/external_accounts/${id}/reauthorize`, {
      ...wayBack,
      additional_scope: ['calendar', 'drive'],
    })
    const address = body.response.verification.external_verification_redirect_url
    expect(new URL(address).searchParams.get('scope')).toBe('openid profile email calendar drive')
    expect((await me(browser)).external_accounts[0].verification.status).toBe('verified')
    await server.comeBack(browser, server.acme.allow(address, who))
    expect((await me(browser)).external_accounts[0]).toMatchObject({ id, approved_scopes: 'openid profile email calendar drive' })
  })

  test('an app gets the token, a fresh one once it is over: of many that ask at once, one refreshes', async () => {
    const { userId, id, who } = await connected()
    const first = (await tokens(userId)).body
    expect(first).toEqual([
      {
        object: 'oauth_access_token',
        external_account_id: id,
        provider_user_id: who.sub,
        token: expect.any(String),
        expires_at: server.clock.now() + 3600_000,
        provider: strategy,
        public_metadata: {},
        label: null,
        scopes: ['openid', 'profile', 'email'],
        id_token: expect.any(String),
      },
    ])
    server.clock.advance(3600_000)
    const asked = server.acme.asked['/token'] ?? 0
    const all = await Promise.all([1, 2, 3].map(() => tokens(userId, 'custom_acme')))
    const fresh = new Set(all.map(({ body }) => body[0].token))
    expect([...fresh]).toHaveLength(1)
    expect(fresh).not.toContain(first[0].token)
    expect(server.acme.asked['/token']).toBe(asked + 1)
    expect((await tokens(userId, 'oauth_github')).body).toEqual([])
    expect((await tokens('user_nobody')).status).toBe(404)
    const paginated = await server.backend('GET', `/users/${userId}/oauth_access_tokens/${strategy}?paginated=true`)
    expect(paginated.body).toMatchObject({ total_count: 1, data: [{ provider: strategy }] })
  })

  test('a node that refreshed too late takes what the other one got', async () => {
    const { userId } = await connected()
    server.clock.advance(3600_000)
    const otherNode = { ...server.instance, turns: { take: <T>(_: string, work: () => Promise<T>) => work() } }
    const both = await Promise.all([
      accessTokensOf(server.instance, userId, strategy),
      accessTokensOf(otherNode, userId, strategy),
    ])
    const [one, other] = both.map(([found]) => found!.tokens.accessToken)
    expect(one).toBe(other)
  })

  test('a refusal of the provider is told, and forgotten tokens are gone', async () => {
    const { browser, userId, id } = await connected()
    server.acme.lie = { refusesRefresh: true }
    server.clock.advance(3600_000)
    const refused = await tokens(userId)
    expect({ status: refused.status, code: refused.body.errors?.[0].code }).toEqual({
      status: 422,
      code: 'oauth_token_retrieval_error',
    })
    expect((await browser.call('DELETE', `/me/external_accounts/${id}/tokens`)).body.response.external_accounts).toMatchObject([
      { id },
    ])
    expect((await tokens(userId)).body).toEqual([])
  })

  test('the last way in stays; with an address or another account it may go', async () => {
    const browser = server.browser()
    await server.go(browser, 'sign_ups', person())
    const { id: userId, external_accounts } = await me(browser)
    const [{ id }] = external_accounts
    await server.backend('PATCH', '/instance/settings', { sign_in: { email_code: false } })
    const refused = await browser.call('DELETE', `/me/external_accounts/${id}`)
    expect({ status: refused.status, code: refused.body.errors?.[0].code }).toEqual({
      status: 400,
      code: 'identification_deletion_failed',
    })
    await server.backend('PATCH', '/instance/settings', { sign_in: { email_code: null } })
    expect((await browser.call('DELETE', `/me/external_accounts/${id}`)).status).toBe(200)
    expect((await server.backend('DELETE', `/users/${userId}/external_accounts/${id}`)).status).toBe(404)
  })

  describe('connecting', () => {
    const begin = async (browser: TestBrowser, fields: object = {}) => {
      const { body } = await browser.call('POST', '/me/external_accounts', { strategy, ...wayBack, ...fields })
      return { id: body.response.id as string, address: body.response.verification.external_verification_redirect_url as string }
    }
    const signedIn = async () => {
      const browser = server.browser()
      await browser.signUp()
      return browser
    }
    const failed = (code: string) => ({ provider_user_id: '', verification: { status: 'failed', strategy, error: { code } } })
    const goingOn = { status: 303, location: wayBack.redirect_url }

    test('an account that waits is shown as such, identifies nobody, and is replaced by the next one', async () => {
      const browser = await signedIn()
      const who = person()
      const { id, address } = await begin(browser)
      const waiting = { provider_user_id: '', email_address_verified: null, verification: { status: 'unverified', strategy } }
      expect((await me(browser)).external_accounts).toMatchObject([{ id, ...waiting }])
      const stranger = server.browser()
      await server.go(stranger, 'sign_ins', who)
      expect((await server.stateOf(stranger)).sign_in.first_factor_verification.status).toBe('transferable')

      const next = await begin(browser)
      expect((await me(browser)).external_accounts).toMatchObject([{ id: next.id, ...waiting }])
      expect(await server.comeBack(browser, server.acme.allow(address, who))).toMatchObject(goingOn) // the first one is gone
      expect((await me(browser)).external_accounts).toMatchObject([{ id: next.id, ...waiting }])
      expect(await server.comeBack(browser, server.acme.allow(next.address, who))).toMatchObject(goingOn)
      expect((await me(browser)).external_accounts).toMatchObject([{ id: next.id, provider_user_id: who.sub }])
    })

    test('who cancels reads so, and nothing is connected', async () => {
      const browser = await signedIn()
      const { address } = await begin(browser)
      const back = new URL(server.acme.allow(address, person()))
      back.searchParams.delete('code')
      back.searchParams.set('error', 'access_denied')
      expect(await server.comeBack(browser, back.href)).toMatchObject(goingOn)
      expect((await me(browser)).external_accounts).toMatchObject([failed('oauth_access_denied')])
    })

    test('a provider that signs nobody in connects accounts, and one that is switched off does not', async () => {
      const browser = await signedIn()
      const change = (changes: object) => server.backend('PATCH', '/social_connections/custom_other', changes)
      const connectOther = () => browser.call('POST', '/me/external_accounts', { strategy: 'oauth_custom_other', ...wayBack })
      await change({ authenticatable: false })
      expect((await connectOther()).status).toBe(200)
      await change({ enabled: false })
      expect(await connectOther()).toBeRefused(400, 'strategy_for_user_invalid')
      for (const wrong of ['oauth_none', 'email_code', '', 'oauth_constructor'])
        expect(await browser.call('POST', '/me/external_accounts', { strategy: wrong, ...wayBack })).toBeRefused(400, 'strategy_for_user_invalid') // biome-ignore format: one thought
      await change({ authenticatable: true, enabled: true })
    })

    test('attack: who left a browser open has an account of somebody else connected, or the last one taken away', async () => {
      const { browser, id } = await connected()
      server.clock.advance(11 * 60_000)
      for (const [method, path, fields] of [
        ['POST', '/me/external_accounts', { strategy: 'oauth_custom_other', ...wayBack }],
        ['DELETE', `/me/external_accounts/${id}`, {}],
      ] as const)
        expect(await browser.call(method, path, fields)).toBeRefused(403, 'session_reverification_required')
      expect((await me(browser)).external_accounts).toMatchObject([{ id }])
    })

    test('attack: an account that is somebody’s is connected to a second person, who could sign in as neither or both', async () => {
      const owner = await connected()
      const mallory = await signedIn()
      const { address } = await begin(mallory)
      expect(await server.comeBack(mallory, server.acme.allow(address, owner.who))).toMatchObject(goingOn)
      expect((await me(mallory)).external_accounts).toMatchObject([failed('external_account_exists')])
      expect((await me(owner.browser)).external_accounts).toMatchObject([{ id: owner.id, provider_user_id: owner.who.sub }])
    })

    test('attack: another account of the provider takes the place of the one that is asked for once more', async () => {
      const { browser, id, who } = await connected()
      const { body } = await browser.call('PATCH', `/me/external_accounts/${id}/reauthorize`, wayBack)
      const mallory = person()
      const address = body.response.verification.external_verification_redirect_url
      expect(await server.comeBack(browser, server.acme.allow(address, mallory))).toMatchObject(goingOn)
      expect((await me(browser)).external_accounts).toMatchObject([{ id, provider_user_id: who.sub, email_address: who.email }])
      const stranger = server.browser()
      await server.go(stranger, 'sign_ins', mallory)
      expect((await server.stateOf(stranger)).sessions).toEqual([])
    })

    test('attack: a callback with the account of an attacker is opened in the browser of somebody who began nothing', async () => {
      const [victim, mallory] = [await signedIn(), await signedIn()]
      const { address } = await begin(mallory)
      const back = server.acme.allow(address, person())
      expect(await server.comeBack(victim, back)).toMatchObject({ status: 400, location: null })
      expect((await me(victim)).external_accounts).toEqual([])
    })

    test('attack: somebody else is signed in there by the time at which the browser comes back', async () => {
      const browser = await signedIn()
      const { address } = await begin(browser)
      const [{ id, user }] = (await server.stateOf(browser)).sessions
      await browser.call('POST', `/client/sessions/${id}/remove`)
      await browser.signUp()
      expect(await server.comeBack(browser, server.acme.allow(address, person()))).toMatchObject(goingOn)
      expect((await me(browser)).external_accounts).toEqual([])
      expect((await server.backend('GET', `/users/${user.id}`)).body.external_accounts).toMatchObject([failed('signed_out')])
    })

    test('attack: the provider lies about whose account it is', async () => {
      for (const lie of [
        { claims: { nonce: 'of another' } },
        { profile: { sub: 'somebody else' } },
        { signature: 'other key' as const },
      ]) {
        const browser = await signedIn()
        const { address } = await begin(browser)
        server.acme.lie = lie
        await server.comeBack(browser, server.acme.allow(address, person()))
        server.acme.lie = {}
        expect((await me(browser)).external_accounts).toMatchObject([
          { provider_user_id: '', verification: { status: 'failed' } },
        ])
      }
    })
  })

  test('a server takes an account away', async () => {
    const { browser, userId, id } = await connected()
    const { status, body } = await server.backend('DELETE', `/users/${userId}/external_accounts/${id}`)
    expect({ status, body }).toEqual({ status: 200, body: { object: 'external_account', id, deleted: true } })
    expect((await me(browser)).external_accounts).toEqual([])
  })

  test("attack: nobody reaches another one's account or tokens, and no answer, row or log shows a token", async () => {
    const victim = await connected()
    const attacker = await connected()
    for (const [method, path] of [
      ['DELETE', `/me/external_accounts/${victim.id}`],
      ['DELETE', `/me/external_accounts/${victim.id}/tokens`],
      ['PATCH', `/me/external_accounts/${victim.id}/reauthorize`],
    ] as const)
      expect((await attacker.browser.call(method, path, { redirect_url: wayBack.redirect_url })).status).toBe(404)
    expect((await server.backend('DELETE', `/users/${attacker.userId}/external_accounts/${victim.id}`)).status).toBe(404)
    const { token, id_token } = (await tokens(victim.userId)).body[0]
    expect((await tokens(attacker.userId)).body[0].token).not.toBe(token)
    const rows = await server.instance.db.selectFrom('external_accounts').selectAll().execute()
    const answers = [await me(victim.browser), (await server.backend('GET', `/users/${victim.userId}`)).body]
    const events = await server.instance.db.selectFrom('events').selectAll().execute()
    const seen = JSON.stringify([rows, answers, events, server.logs])
    expect(seen).not.toContain(token)
    expect(seen).not.toContain(id_token)
  })
})
