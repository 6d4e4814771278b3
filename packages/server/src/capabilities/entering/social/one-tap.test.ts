/** Google One Tap: a page gets an ID token from Google itself, and sends it as clerk-js does. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { eventsOf } from '../../../testing/events-of.js'
import { type Lie, type LyingProvider, lyingProvider, type Person } from '../../../testing/lying-provider.js'
import {
  type AnyBody,
  engines,
  type TestBrowser,
  type TestServer,
  testPassword,
  testServer,
} from '../../../testing/test-server.js'

const clientId = 'app.apps.googleusercontent.com'
const strategy = 'google_one_tap'

let made = 0
const person = (claims: Partial<Person> = {}): Person => {
  const sub = `tapped-${++made}`
  return { sub, email: `${sub}@gmail.example`, email_verified: true, given_name: 'Ann', azp: clientId, ...claims }
}

describe.each(engines)('Google One Tap on %s', (engine) => {
  let google: LyingProvider
  let server: TestServer
  beforeAll(async () => {
    let now = () => 0
    google = await lyingProvider(() => now())
    server = await testServer(engine, {
      outbound: { privateHosts: [google.host] },
      social: { google: { clientId, clientSecret: 'a secret', issuer: google.issuer } },
    })
    now = server.clock.now
  })
  afterEach(() => {
    google.lie = {}
  })
  afterAll(async () => {
    await server.close()
    await google.close()
  })

  const signIn = (browser: TestBrowser, token: string) => browser.call('POST', '/client/sign_ins', { strategy, token })
  const signUp = (browser: TestBrowser, token: string, fields: object = {}) =>
    browser.call('POST', '/client/sign_ups', { strategy, token, ...fields })
  const tokenOf = (who: Person) => google.tokenFor(clientId, { ...who, jti: `token-${++made}` }) // as Google names each
  const signedUp = async (who = person()) => {
    const { body } = await signUp(server.browser(), tokenOf(who))
    return { who, userId: body.response.created_user_id as string }
  }
  const sessionsOf = async (browser: TestBrowser): Promise<AnyBody[]> =>
    (await browser.call('GET', '/client')).body.response?.sessions ?? []

  test('clerk-js reads the client’s id where people sign in by Google, and nowhere else', async () => {
    const shown = async () => (await server.browser().call('GET', '/environment')).body.display_config.google_one_tap_client_id
    expect(await shown()).toBe(clientId)
    const change = (changes: object) => server.backend('PATCH', '/social_connections/google', changes)
    await change({ authenticatable: false })
    expect(await shown()).toBeNull()
    expect(await signIn(server.browser(), tokenOf(person()))).toBeRefused(400, 'strategy_for_user_invalid')
    await change({ authenticatable: true })
  })

  test('who is new here is told so at the sign-in, signs up with the same token, and signs in with the next one', async () => {
    const who = person()
    const browser = server.browser()
    const token = tokenOf(who)
    expect(await signIn(browser, token)).toBeRefused(422, 'external_account_not_found')
    const events = await eventsOf(server, async () => {
      const { body } = await signUp(browser, token)
      expect(body.response).toMatchObject({ status: 'complete', email_address: who.email, first_name: 'Ann' })
    })
    expect(events.map(({ type }) => type)).toEqual(['user.created', 'session.created'])
    const [{ user }] = await sessionsOf(browser)
    expect(user).toMatchObject({
      password_enabled: false,
      email_addresses: [{ email_address: who.email, verification: { status: 'verified', strategy: 'from_oauth_google' } }],
      external_accounts: [{ provider: 'oauth_google', provider_user_id: who.sub, approved_scopes: 'openid email profile' }],
    })
    expect((await server.backend('GET', `/users/${user.id}/oauth_access_tokens/google`)).body).toEqual([])

    const again = server.browser()
    expect((await signIn(again, tokenOf(who))).body.response).toMatchObject({ status: 'complete', first_factor_verification: { status: 'verified' } })
    expect((await sessionsOf(again))[0].user.id).toBe(user.id)
    expect(await signIn(again, tokenOf(who))).toBeRefused(400, 'identifier_already_signed_in')
  }) // biome-ignore format: one thought

  test('who is known and signs up is led to the sign-in', async () => {
    const { who, userId } = await signedUp()
    const browser = server.browser()
    const { body } = await signUp(browser, tokenOf(who))
    expect(body.response.verifications.external_account).toMatchObject({
      status: 'transferable',
      error: { code: 'external_account_exists' },
    })
    const { response } = (await browser.call('POST', '/client/sign_ins', { transfer: true })).body
    expect(response.status).toBe('complete')
    expect((await sessionsOf(browser))[0].user.id).toBe(userId)
  })

  test('an address that somebody has verified here is connected once its owner has signed in', async () => {
    const who = person()
    await server.browser().signUp(who.email)
    const browser = server.browser()
    const { response } = (await signIn(browser, tokenOf(who))).body
    expect(response).toMatchObject({
      status: 'needs_first_factor',
      identifier: who.email,
      first_factor_verification: { status: 'failed', error: { code: 'external_account_to_connect' } },
    })
    expect(await sessionsOf(browser)).toEqual([])
    const password = { strategy: 'password', password: testPassword }
    await browser.call('POST', `/client/sign_ins/${response.id}/attempt_first_factor`, password)
    expect((await signIn(server.browser(), tokenOf(who))).body.response.status).toBe('complete')
  })

  const lies: Array<[what: string, lie: (now: number) => Lie]> = [
    ['of another issuer', () => ({ claims: { iss: 'https://evil.example' } })],
    ['for another app', () => ({ claims: { aud: 'another app' } })],
    ["for another app's use", () => ({ claims: { azp: 'another app' } })],
    ['that has expired', (now) => ({ claims: { exp: Math.floor(now / 1000) - 60 } })],
    ['without a signature', () => ({ signature: 'none' })],
    ['signed by somebody else', () => ({ signature: 'other key' })],
    ['signed with the public key as a secret', () => ({ signature: 'public key as secret' })],
    ['of the way there and back, as apps may hold it', () => ({ claims: { nonce: 'of that way' } })],
    ['without a subject', () => ({ claims: { sub: undefined } })],
  ]
  test.each(lies)('attack: an ID token %s', async (_, lie) => {
    const { who } = await signedUp()
    google.lie = lie(server.clock.now())
    const token = tokenOf(who)
    google.lie = {}
    const browser = server.browser()
    expect(await signIn(browser, token)).toBeRefused(422, 'oauth_token_exchange_error')
    expect(await signUp(browser, token)).toBeRefused(422, 'oauth_token_exchange_error')
    expect(await sessionsOf(browser)).toEqual([])
  })

  test.each(['', 'a.b.c', 'x', 'eyJhbGciOiJub25lIn0.e30.'])('attack: %j as an ID token', async (token) => {
    const { status } = await signIn(server.browser(), token)
    expect(status).toBe(422)
  })

  test('attack: an ID token that was read somewhere is used a second time, or by two at once', async () => {
    const { who } = await signedUp()
    const token = tokenOf(who)
    const browsers = [server.browser(), server.browser()]
    const both = await Promise.all(browsers.map((browser) => signIn(browser, token)))
    expect(both.map(({ status }) => status).sort()).toEqual([200, 400])
    const late = server.browser()
    expect(await signIn(late, token)).toBeRefused(400, 'verification_expired')
    expect(await sessionsOf(late)).toEqual([])
  })

  test.each(['false', 'true', 1])('attack: an address whose email_verified is %j counts as verified (CVE-2026-134312)', async (email_verified) => {
    const owner = person({ email_verified })
    await server.browser().signUp(owner.email)
    const browser = server.browser()
    expect(await signIn(browser, tokenOf(owner))).toBeRefused(422, 'external_account_not_found')
    const { response } = (await signUp(browser, tokenOf(owner))).body
    expect(response).toMatchObject({ status: 'missing_requirements', missing_fields: ['email_address'] })
  }) // biome-ignore format: one thought
})
