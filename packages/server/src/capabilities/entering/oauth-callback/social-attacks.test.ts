/** Providers that lie, and people who come between a browser and its provider. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Lie, Person } from '../../../testing/lying-provider.js'
import { type SocialServer, socialServer, wayBack } from '../../../testing/social-server.js'
import { type AnyBody, engines, type TestBrowser, testOrigin, testPassword } from '../../../testing/test-server.js'
import { findClient } from '../../devices/clients/clients.js'
import { factors, type Matrix } from '../factors/matrix.js'
import { continueWithAccount } from '../sign-in/with-provider.js'
import { openState } from '../social/authorization.js'
import { redeem } from '../social/redeem.js'
import { requireProvider } from '../social/require-provider.js'

let made = 0
const person = (claims: Partial<Person> = {}): Person => {
  const sub = `subject-${++made}`
  return { sub, email: `${sub}@example.com`, email_verified: true, ...claims }
}
const atEnd = { status: 303, location: wayBack.action_complete_redirect_url }
const goingOn = { status: 303, location: wayBack.redirect_url }
const seconds = (at: number) => Math.floor(at / 1000)

describe.each(engines)('social sign-in, attacked, on %s', (engine) => {
  let server: SocialServer
  beforeAll(async () => {
    server = await socialServer(engine)
  })
  afterAll(() => server.close())

  const sessionsOf = async (browser: TestBrowser) => (await server.stateOf(browser))?.sessions ?? []
  const whoIs = async (browser: TestBrowser) => (await sessionsOf(browser))[0].user
  const signedUp = async (alice: Person) => {
    const browser = server.browser()
    expect(await server.go(browser, 'sign_ups', alice)).toMatchObject(atEnd)
    return { browser, userId: (await sessionsOf(browser))[0].user.id as string }
  }
  const lying = async <T>(lie: Lie, work: () => Promise<T>): Promise<T> => {
    server.acme.lie = lie
    try {
      return await work()
    } finally {
      server.acme.lie = {}
    }
  }
  const oneOf = (pattern: RegExp) => expect.stringMatching(pattern)

  const lies: Array<[what: string, lie: (now: number) => Lie, code: string]> = [
    ['an ID token of another issuer', () => ({ claims: { iss: 'https://evil.example' } }), 'oauth_token_exchange_error'],
    ['an ID token with another nonce', () => ({ claims: { nonce: 'of another sign-in' } }), 'oauth_token_exchange_error'],
    ['an ID token without a nonce', () => ({ claims: { nonce: undefined } }), 'oauth_token_exchange_error'],
    ['an ID token for another client', () => ({ claims: { aud: 'another app' } }), 'oauth_token_exchange_error'],
    ["an ID token for another client's use", () => ({ claims: { azp: 'another app' } }), 'oauth_token_exchange_error'],
    ['an ID token that has expired', (now) => ({ claims: { exp: seconds(now) - 60 } }), 'oauth_token_exchange_error'],
    ['an ID token without a signature', () => ({ signature: 'none' }), 'oauth_token_exchange_error'],
    ['an ID token signed with the public key as a secret', () => ({ signature: 'public key as secret' }), 'oauth_token_exchange_error'],
    ['an ID token signed by somebody else', () => ({ signature: 'other key' }), 'oauth_token_exchange_error'],
    ['an ID token of one subject with the profile of another (CVE-2026-134312)', () => ({ profile: { sub: 'somebody else' } }), 'oauth_fetch_user_error'],
  ] // biome-ignore format: a table

  test.each(lies)('attack: %s signs nobody in', async (_, lie, code) => {
    const alice = person()
    await signedUp(alice)
    const browser = server.browser()
    const back = await lying(lie(server.clock.now()), () => server.go(browser, 'sign_ins', alice))
    expect(back).toMatchObject(goingOn)
    const { sessions, sign_in } = await server.stateOf(browser)
    expect(sessions).toEqual([])
    expect(sign_in).toMatchObject({
      status: 'needs_identifier',
      first_factor_verification: { status: 'failed', error: { code } },
    })
    expect((await browser.call('POST', '/client/sign_ups', { transfer: true })).status).toBe(400)
  })

  test.each(['false', 'true', 1, null])('attack: an address whose email_verified is %j counts as verified (CVE-2026-134312)', async (claim) => {
    const owner = `owner-${++made}@example.com`
    await server.browser().signUp(owner)
    for (const email of [owner, `free-${made}@example.com`]) {
      const browser = server.browser()
      await server.go(browser, 'sign_ups', person({ email, email_verified: claim }))
      const { sessions, sign_in, sign_up } = await server.stateOf(browser)
      expect({ sessions, sign_in }).toEqual({ sessions: [], sign_in: null })
      expect(sign_up.verifications.email_address?.status).not.toBe('verified')
      expect([...sign_up.missing_fields, ...sign_up.unverified_fields]).toEqual(['email_address'])
    }
  }) // biome-ignore format: one thought

  test("attack: another provider's account of the same subject (CVE-2026-110863)", async () => {
    const alice = person()
    await signedUp(alice)
    const browser = server.browser()
    const { other } = server
    expect(await server.go(browser, 'sign_ins', { sub: alice.sub }, other)).toMatchObject(goingOn)
    expect(await server.stateOf(browser)).toMatchObject({
      sessions: [],
      sign_in: { status: 'needs_identifier', first_factor_verification: { status: 'transferable' } },
    })
  })

  test("attack: another provider's callback, with the state that was made for the first", async () => {
    const alice = person()
    await signedUp(alice)
    const browser = server.browser()
    const { address } = await server.begin(browser, 'sign_ins')
    const before = server.acme.asked['/token'] ?? 0
    expect(await server.comeBack(browser, server.other.allow(address, alice))).toMatchObject(goingOn)
    expect(await sessionsOf(browser)).toEqual([])
    expect(server.acme.asked['/token'] ?? 0).toBe(before) // the code stays with whoever made it
  })

  test('attack: a callback that says nothing of its issuer, though the provider always does', async () => {
    const alice = person()
    await signedUp(alice)
    const browser = server.browser()
    const { address } = await server.begin(browser, 'sign_ins')
    const back = new URL(server.acme.allow(address, alice))
    back.searchParams.delete('iss')
    expect(await server.comeBack(browser, back.href)).toMatchObject(goingOn)
    expect(await sessionsOf(browser)).toEqual([])
  })

  test('attack: the same callback twice, and after ten minutes', async () => {
    const alice = person()
    await signedUp(alice)
    const [first, second] = [server.browser(), server.browser()]
    const { address } = await server.begin(first, 'sign_ins')
    const back = server.acme.allow(address, alice)
    expect(await server.comeBack(first, back)).toMatchObject(atEnd)
    expect(await server.comeBack(first, back)).toMatchObject({ status: 400, text: oneOf(/oauth_state_invalid/) })

    const late = await server.begin(second, 'sign_ins')
    server.clock.advance(601_000)
    expect(await server.comeBack(second, server.acme.allow(late.address, alice))).toMatchObject({ status: 400 })
    expect(await sessionsOf(second)).toEqual([])
  })

  test("attack: a callback in another browser, which would be signed in as somebody else, or sign in somebody else's", async () => {
    const [mallory, victim] = [person(), person()]
    await signedUp(mallory)
    await signedUp(victim)
    const [hers, his, newcomer] = [server.browser(), server.browser(), server.browser()]
    await server.begin(hers, 'sign_ins')
    const { address } = await server.begin(his, 'sign_ins')
    const back = server.acme.allow(address, mallory)
    for (const browser of [hers, newcomer]) {
      expect(await server.comeBack(browser, back)).toMatchObject({ status: 400, location: null })
      expect(await sessionsOf(browser)).toEqual([])
    }
    expect(await server.comeBack(his, back)).toMatchObject(atEnd) // it was nobody's to use up
  })

  test("attack: an OAuth state as a link's token or a nonce, and theirs as a state (CVE-2026-110862)", async () => {
    const browser = server.browser()
    const { address } = await server.begin(browser, 'sign_ins')
    const state = new URL(address).searchParams.get('state')!
    for (const secret of [state, ...state.split('.')]) {
      const link = await server.request('/__clerk/not-me', {
        method: 'POST',
        headers: { origin: testOrigin, 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ token: secret }).toString(),
      })
      expect(link.status).toBeGreaterThanOrEqual(400)
      expect((await server.backend('GET', `/clients/handshake_payload?nonce=${secret}`)).status).toBeGreaterThanOrEqual(400)
      const ticket = await browser.call('POST', '/client/sign_ins', { strategy: 'ticket', ticket: secret })
      expect(ticket.status).toBeGreaterThanOrEqual(400)
    }
    await server.backend('PATCH', '/instance/settings', { sign_in: { email_link: true } })
    const owner = `linked-${++made}@example.com`
    await server.browser().signUp(owner)
    const mailed = server.browser()
    const { id, supported_first_factors } = (await mailed.call('POST', '/client/sign_ins', { identifier: owner })).body.response
    const { email_address_id } = supported_first_factors.find((factor: AnyBody) => factor.strategy === 'email_link')
    const factor = { strategy: 'email_link', email_address_id, redirect_url: `${testOrigin}/landing` }
    await mailed.call('POST', `/client/sign_ins/${id}/prepare_first_factor`, factor)
    const { text } = (await server.mailbox.all()).findLast((mail) => mail.to === owner && mail.text.includes('token='))!
    const [, token = ''] = /token=(\S+)/.exec(text)!
    const follow = async (link: string) => {
      const headers = { origin: testOrigin, cookie: mailed.cookies.header() }
      const body = JSON.stringify({ token: link, confirmed: true })
      return JSON.parse(await (await server.request('/__clerk/v1/verify', { method: 'POST', headers, body })).text())
    }
    const [flowId, secret] = state.split('.')
    for (const forged of [state, `link_${state}`, `link_${id}.${secret}`])
      expect(await follow(forged)).toMatchObject({ status: 'failed' })

    const { headers } = await server.request('/__clerk/v1/client/handshake?format=nonce&redirect_url=/', {
      headers: { cookie: browser.cookies.header() },
    })
    const [, nonce = ''] = /__clerk_handshake_nonce=([^;&]+)/.exec(`${headers.getSetCookie()} ${headers.get('location')}`)!
    const others = [nonce, token].flatMap((other) => [other, `${flowId}.${other}`, `${other}.${secret}`])
    for (const forged of [...others, `${flowId}.${token.split('.')[1]}`]) {
      const back = await server.comeBack(
        browser,
        `${testOrigin}/__clerk/v1/oauth_callback?${new URLSearchParams({ state: forged, code: 'c' })}`,
      )
      expect(back).toMatchObject({ status: 400, location: null })
    }
    expect(await follow(token)).toMatchObject({ status: 'verified' }) // it was right all the time
    await server.backend('PATCH', '/instance/settings', { sign_in: { email_link: null } })
  })

  test('attack: a sign-in by the external way skips the second factor that is asked for here (CVE-2026-15616)', async () => {
    const alice = person()
    const { userId } = await signedUp(alice)
    const enrolled: Matrix = {
      ...factors,
      totp: [null, { answer: null, isOn: () => true, isEnrolled: () => true, offers: () => [] }, null, null, null, null],
    }
    const browser = server.browser()
    const { id, address } = await server.begin(browser, 'sign_ins')
    const callback = new URL(server.acme.allow(address, alice)).searchParams
    const { instance } = server
    const client = await findClient(instance, (await server.stateOf(browser)).id)
    const { flow, proof } = await openState(instance, client!, callback.get('state')!)
    const account = await redeem(instance, await requireProvider(instance, 'oauth_custom_acme'), flow, callback)
    const device = { client, newSecret: null, origin: null, address: '203.0.113.7', userAgent: '' }
    const { signIn } = await continueWithAccount(instance, device, id, { proof, account }, enrolled)
    expect(signIn).toMatchObject({ status: 'needs_second_factor', user_id: userId, created_session_id: null })
  })

  test("attack: an address of the form's is taken for the provider's (CVE-2026-44166)", async () => {
    const victim = `victim-${++made}@example.com`
    const browser = server.browser()
    await server.go(browser, 'sign_ins', person())
    const { body } = await browser.call('POST', '/client/sign_ups', { transfer: true, email_address: victim })
    expect(body.response).toMatchObject({
      status: 'missing_requirements',
      email_address: victim,
      unverified_fields: ['email_address'],
    })

    const second = server.browser()
    await server.go(second, 'sign_ups', person({ email_verified: false }))
    const { sign_up } = await server.stateOf(second)
    const changed = await second.call('PATCH', `/client/sign_ups/${sign_up.id}`, { email_address: victim })
    expect(changed.body.response).toMatchObject({ status: 'missing_requirements', unverified_fields: ['email_address'] })
    expect([await sessionsOf(browser), await sessionsOf(second)]).toEqual([[], []])
  })

  describe('attack: an account that was made before its owner came', () => {
    /** Somebody's account that claims the victim's address, verified by nobody, with a password and a session. */
    const squatter = async (victim: string) => {
      const browser = server.browser()
      await browser.signUp(`mallory-${++made}@example.com`)
      const added = await browser.call('POST', '/me/email_addresses', { email_address: victim })
      expect(added.status).toBe(200)
      return { browser, claim: added.body.response.id as string, userId: (await sessionsOf(browser))[0].user.id as string }
    }
    test('attack: classic-federated merge: the squatter is not linked, and loses the address (CVE-2026-53516)', async () => {
      const victim = person()
      const mallory = await squatter(victim.email!)
      const { browser, userId } = await signedUp(victim)
      expect(userId).not.toBe(mallory.userId)
      expect((await whoIs(browser)).email_addresses).toMatchObject([{ email_address: victim.email }])
      const theirs = (await mallory.browser.call('GET', '/me')).body.response.email_addresses
      expect(theirs.map(({ email_address }: { email_address: string }) => email_address)).not.toContain(victim.email)
    })

    test("attack: unexpired session: the squatter's session is not the owner's", async () => {
      const victim = person()
      const mallory = await squatter(victim.email!)
      const { userId } = await signedUp(victim)
      expect((await whoIs(mallory.browser)).id).toBe(mallory.userId)
      expect(userId).not.toBe(mallory.userId)
      const signIn = await server
        .browser()
        .call('POST', '/client/sign_ins', { identifier: victim.email, strategy: 'password', password: testPassword })
      expect(signIn.status).toBeGreaterThanOrEqual(400)
    })

    test('attack: trojan identifier: an account of the squatter’s own opens nothing of the owner’s', async () => {
      const victim = person()
      const mallory = person({ email: `mallory-${++made}@example.com` })
      const { browser, userId } = await signedUp(mallory)
      await browser.call('POST', '/me/email_addresses', { email_address: victim.email })
      const owner = await signedUp(victim)
      expect(owner.userId).not.toBe(userId)
      const again = server.browser()
      await server.go(again, 'sign_ins', mallory)
      expect((await whoIs(again)).id).toBe(userId)
    })

    test('attack: unexpired e-mail change: the code that was asked for before verifies nothing afterwards', async () => {
      const victim = person()
      const { browser, claim } = await squatter(victim.email!)
      await browser.call('POST', `/me/email_addresses/${claim}/prepare_verification`, { strategy: 'email_code' })
      const code = await server.mailbox.lastCode(victim.email!)
      await signedUp(victim)
      const late = await browser.call('POST', `/me/email_addresses/${claim}/attempt_verification`, { code })
      expect(late.status).toBe(404)
    })

    test('attack: non-verifying provider: an address that it has not verified opens no account and makes none', async () => {
      const victim = `victim-${++made}@example.com`
      const owner = await server.browser().signUp(victim)
      const mallory = person({ email: victim, email_verified: false })
      for (const kind of ['sign_ins', 'sign_ups'] as const) {
        const browser = server.browser()
        await server.go(browser, kind, mallory)
        const { sessions, sign_in } = await server.stateOf(browser)
        expect(sessions).toEqual([])
        expect(sign_in?.status ?? 'needs_identifier').toBe('needs_identifier')
      }
      expect(owner.status).toBe('complete')
    })
  })

  test('attack: what came back with a sign-in is connected to whoever signs in by it', async () => {
    const [victim, mallory] = [person(), person()]
    await server.go(server.browser(), 'sign_ups', victim, server.other)
    const browser = server.browser()
    await server.go(browser, 'sign_ins', mallory) // unknown, and its address is nobody's: the sign-in holds it
    const { id } = (await server.stateOf(browser)).sign_in
    const strategy = 'oauth_custom_other'
    const { body } = await browser.call('POST', `/client/sign_ins/${id}/prepare_first_factor`, { strategy, ...wayBack })
    const address = body.response.first_factor_verification.external_verification_redirect_url
    expect(await server.comeBack(browser, server.other.allow(address, victim))).toMatchObject(atEnd)
    expect((await whoIs(browser)).external_accounts).toMatchObject([{ provider: strategy, provider_user_id: victim.sub }])
    expect(await server.go(server.browser(), 'sign_ins', mallory)).toMatchObject(goingOn) // still nobody's
  })

  test('attack: an account that is somebody’s by the time at which it would be connected', async () => {
    const owner = person()
    await server.browser().signUp(owner.email)
    const browser = server.browser()
    await server.go(browser, 'sign_ins', owner)
    const { id } = (await server.stateOf(browser)).sign_in
    const mallory = server.browser()
    await server.go(mallory, 'sign_ups', { ...owner, email: `mallory-${++made}@example.com` })
    const password = { strategy: 'password', password: testPassword }
    const { body } = await browser.call('POST', `/client/sign_ins/${id}/attempt_first_factor`, password)
    expect(body.response.status).toBe('complete')
    expect((await whoIs(browser)).external_accounts).toEqual([])
    expect((await whoIs(mallory)).external_accounts).toMatchObject([{ provider_user_id: owner.sub }])
  })

  test.each(['https://evil.example/', '//evil.example', 'javascript:alert(1)', '/\\evil.example'])(
    'attack: %s as the place to go on',
    async (redirect_url) => {
      const browser = server.browser()
      const strategy = 'oauth_custom_acme'
      for (const fields of [{ redirect_url }, { redirect_url: '/', action_complete_redirect_url: redirect_url }])
        expect((await browser.call('POST', '/client/sign_ins', { strategy, ...fields })).status).toBe(422)
    },
  )
})

describe('providers in a private network', () => {
  let server: SocialServer
  afterEach(() => server.close())
  const begin = (browser: TestBrowser) => browser.call('POST', '/client/sign_ins', { strategy: 'oauth_custom_acme', ...wayBack })

  test('attack: an issuer’s address as a way inside (CVE-2026-53513)', async () => {
    server = await socialServer('sqlite', { reaches: [] })
    expect(await begin(server.browser())).toBeRefused(502, 'oauth_provider_unavailable')
    expect(server.acme.asked).toEqual({})
  })

  test.each(['token_endpoint', 'userinfo_endpoint', 'jwks_uri'])(
    'attack: a provider whose %s leads inside (CVE-2026-53513)',
    async (name) => {
      server = await socialServer('sqlite', { reaches: ['acme'] })
      const inside = { token_endpoint: '/token', userinfo_endpoint: '/userinfo', jwks_uri: '/jwks' }[name]
      server.acme.lie = { discovery: { [name]: `${server.other.issuer}${inside}` } }
      const browser = server.browser()
      expect(await server.go(browser, 'sign_ups', person())).toMatchObject(goingOn)
      expect((await server.stateOf(browser)).sessions).toEqual([])
      expect(server.other.asked).toEqual({})
    },
  )

  test.each([
    ['whose document is of another issuer', { issuer: 'https://evil.example' }],
    ['that sends people to a script', { authorization_endpoint: 'javascript:alert(1)' }],
    ['that names no keys', { jwks_uri: undefined }],
  ])('attack: a provider %s', async (_, discovery) => {
    server = await socialServer('sqlite')
    server.acme.lie = { discovery }
    expect(await begin(server.browser())).toBeRefused(502, 'oauth_provider_unavailable')
  })
})
